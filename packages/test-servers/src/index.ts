export { findChroma } from './chroma.ts';
export { freePorts } from './free-ports.ts';
export { findQdrant, QDRANT_IMAGE, type QdrantServer } from './qdrant.ts';
export { CLUSTER_ENV, clusterFlags, type QdrantCluster, startQdrantCluster } from './qdrant-cluster.ts';
export {
  findQdrantBinary,
  type QdrantBinary,
  type QdrantNode,
  type QdrantNodeOptions,
  startQdrantNode,
} from './qdrant-node.ts';
export { type ServerSource, skipLoudly, type TestServer } from './test-server.ts';
