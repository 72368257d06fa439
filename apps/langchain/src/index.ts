export type { CallerOptions } from './caller.ts';
export { createQisTools, type QisToolsOptions } from './create-qis-tools.ts';
export {
  type QisDocumentMetadata,
  QisRetriever,
  type QisRetrieverConfig,
  type QisRetrieverOptions,
  type QueryRouter,
} from './qis-retriever.ts';
export type { RouterAnswer } from './witness.ts';
