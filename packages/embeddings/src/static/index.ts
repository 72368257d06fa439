export { StaticEmbedder } from './static-embedder.ts';
