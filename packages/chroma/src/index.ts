export type {
  ChromaClient,
  ChromaCollection,
  ChromaEmbedding,
  ChromaHandle,
  ChromaInclude,
  ChromaMetadata,
  ChromaNearest,
  ChromaRows,
  ChromaWhere,
  ClientFor,
} from './chroma-client.ts';
export { ChromaTransport, type ChromaTransportOptions } from './chroma-transport.ts';
export { type ChromaUrl, parseChromaUrl } from './chroma-url.ts';
export { type ConnectOptions, connectChroma } from './connect-chroma.ts';
export type { Server } from './server.ts';
