import type { Fingerprint } from '@qis/core';
import type { Payload } from './qdrant-api.ts';

/** How a collection is made that is not there yet. What is there stays as it is. */
export interface CollectionOptions {
  /** Nodes that hold each packet, as far as there are so many. Default 2. */
  readonly replicationFactor?: number;
  /**
   * Replicas that must take a deposit for it to be acknowledged at all; those that do not are given up before it is, and
   * made anew later. Default 1: with more, deposits are refused for as long as a node is away (docs/decisions/0007).
   */
  readonly writeConsistencyFactor?: number;
  /** Parts that the collection is divided into. Default what the server chooses: one for each node. */
  readonly shardNumber?: number;
  /** `int8`: searches go through vectors of a quarter of the size, and hits are scored by the whole ones. Default `none`. */
  readonly quantization?: 'none' | 'int8';
  /** Keeps the whole vectors on the disk rather than in memory. Default false. */
  readonly vectorsOnDisk?: boolean;
  /** Edges of a node in the graph. Default the server's: 16. */
  readonly hnswM?: number;
}

/** The body of a collection's creation, in the shape that Qdrant's REST has. */
export interface CollectionSettings {
  readonly vectors: { readonly size: number; readonly distance: 'Cosine'; readonly on_disk: boolean };
  readonly replication_factor: number;
  readonly write_consistency_factor: number;
  readonly shard_number?: number;
  readonly hnsw_config?: { readonly m: number };
  readonly quantization_config?: { readonly scalar: { readonly type: 'int8'; readonly always_ram: boolean } };
  readonly strict_mode_config: {
    readonly enabled: true;
    readonly unindexed_filtering_retrieve: boolean;
    readonly unindexed_filtering_update: boolean;
  };
  readonly metadata: Payload;
}

const DEFAULT_REPLICATION = 2;
const DEFAULT_WRITE_CONSISTENCY = 1;

/** @param strict whether the server refuses filters by a field without an index: none of ours does that, unless by mistake. */
export function collectionSettings(
  { dimensions }: Fingerprint,
  metadata: Payload,
  strict: boolean,
  options: CollectionOptions,
): CollectionSettings {
  const { replicationFactor = DEFAULT_REPLICATION, shardNumber, quantization, hnswM } = options;
  return {
    vectors: { size: dimensions, distance: 'Cosine', on_disk: options.vectorsOnDisk ?? false },
    replication_factor: replicationFactor,
    write_consistency_factor: options.writeConsistencyFactor ?? DEFAULT_WRITE_CONSISTENCY,
    ...(shardNumber !== undefined && { shard_number: shardNumber }),
    ...(hnswM !== undefined && { hnsw_config: { m: hnswM } }),
    ...(quantization === 'int8' && {
      quantization_config: { scalar: { type: 'int8', always_ram: true } },
    }),
    strict_mode_config: {
      enabled: true,
      unindexed_filtering_retrieve: !strict,
      unindexed_filtering_update: !strict,
    },
    metadata,
  };
}
