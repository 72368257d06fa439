export { findChroma } from './chroma.ts';
export { type FaultCase, faultCases, type UnderFaults } from './fault-cases.ts';
export { type Fault, type FaultProxy, startFaultProxy } from './fault-proxy.ts';
export { faultStorm, type StormOptions, type StormReport } from './fault-storm.ts';
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
