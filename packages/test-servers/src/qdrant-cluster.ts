import { freePorts } from './free-ports.ts';
import { type QdrantBinary, type QdrantNode, startQdrantNode } from './qdrant-node.ts';

export interface QdrantCluster {
  /** The first one is who the others asked to be let in. */
  readonly nodes: readonly QdrantNode[];
  close(): Promise<void>;
}

/** What every node of a cluster is told, here and in `deploy/qdrant`. */
export const CLUSTER_ENV: Readonly<Record<string, string>> = { QDRANT__CLUSTER__ENABLED: 'true' };

/**
 * The flags of one node. The first begins the cluster; each other asks the first to be let in, and is remembered by its
 * own address. The same flags serve when it starts again.
 * @param peers the address of each node's peer port, as the other nodes reach it.
 */
export function clusterFlags(peers: readonly string[], index: number): string[] {
  const own = ['--uri', String(peers[index])];
  return index === 0 ? own : ['--bootstrap', String(peers[0]), ...own];
}

/** So many nodes on the loopback, all of which know each other when it resolves. */
export async function startQdrantCluster(binary: QdrantBinary, count: number): Promise<QdrantCluster> {
  const ports = await freePorts(3 * count);
  const peers = ports.slice(0, count).map((port) => `http://127.0.0.1:${port}`);
  const nodes: QdrantNode[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.close()));
  };
  try {
    for (let index = 0; index < count; index++) {
      const [http = 0, grpc = 0] = ports.slice(count + 2 * index);
      const env = { ...CLUSTER_ENV, QDRANT__CLUSTER__P2P__PORT: String(ports[index]) };
      nodes.push(
        await startQdrantNode(binary, { args: clusterFlags(peers, index), env, ports: { http, grpc } }),
      );
    }
    return { nodes, close };
  } catch (error) {
    await close();
    throw error;
  }
}
