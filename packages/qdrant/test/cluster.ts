import { setTimeout as sleep } from 'node:timers/promises';
import type { QdrantCluster, QdrantNode } from '@qis/test-servers';

const POLL_MS = 100;
const RECOVERY_MS = 120_000;

/** The URL of all nodes. */
export function urlOfCluster({ nodes }: QdrantCluster, protocol: 'REST' | 'gRPC'): string {
  return protocol === 'REST'
    ? `qdrant://${nodes.map(({ url }) => new URL(url).host).join(',')}`
    : `qdrant+grpc://${nodes.map(({ grpcPort }) => `127.0.0.1:${grpcPort}`).join(',')}`;
}

/** Waits until every node says that every replica of a collection is active and none is on its way. */
export async function recovered(
  { nodes }: QdrantCluster,
  collection: string,
  replicas: number,
): Promise<void> {
  const began = performance.now();
  for (;;) {
    const seen = await Promise.all(nodes.map((node) => replicasSeenBy(node, collection)));
    if (seen.every((states) => states.length === replicas && states.every((state) => state === 'Active')))
      return;
    if (performance.now() - began > RECOVERY_MS)
      throw new Error(`The replicas are not active again: ${JSON.stringify(seen)}`);
    await sleep(POLL_MS);
  }
}

/** The state of each replica and transfer; nothing where the node does not answer. */
async function replicasSeenBy({ url }: QdrantNode, collection: string): Promise<string[]> {
  try {
    const response = await fetch(`${url}/collections/${collection}/cluster`, {
      signal: AbortSignal.timeout(2_000),
    });
    const { result } = (await response.json()) as { result: ClusterInfo };
    const { local_shards, remote_shards, shard_transfers } = result;
    return [
      ...[...local_shards, ...remote_shards].map(({ state }) => state),
      ...shard_transfers.map(() => 'under way'),
    ];
  } catch {
    return [];
  }
}

interface ClusterInfo {
  readonly local_shards: readonly { readonly state: string }[];
  readonly remote_shards: readonly { readonly state: string }[];
  readonly shard_transfers: readonly unknown[];
}
