export type { CollectionOptions } from './collection-settings.ts';
export { type ConnectOptions, connectQdrant } from './connect-qdrant.ts';
export type { QdrantApi, ReadConsistency } from './qdrant-api.ts';
export { QdrantTransport, type QdrantTransportOptions } from './qdrant-transport.ts';
export type { Server } from './server.ts';
