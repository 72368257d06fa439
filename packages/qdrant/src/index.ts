export type { CollectionOptions } from './collection-settings.ts';
export { type ConnectOptions, connectQdrant } from './connect-qdrant.ts';
export type { QdrantApi, ReadConsistency } from './qdrant-api.ts';
export { QdrantTransport, type QdrantTransportOptions } from './qdrant-transport.ts';
export { parseQdrantUrl, QDRANT_PARAMETERS, type QdrantUrl, qdrantUrlFault } from './qdrant-url.ts';
export type { Server } from './server.ts';
