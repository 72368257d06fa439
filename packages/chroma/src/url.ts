export { CHROMA_PARAMETERS, chromaUrlFault } from './chroma-url.ts';
