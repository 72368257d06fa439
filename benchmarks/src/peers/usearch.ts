import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { OutcomeRecord } from '@qis/core';
import type { Index } from 'usearch';
import { NOW } from '../crossover/real-text.ts';
import { type Found, LIMIT, type Peer, type PeerSource, peerSource } from './peer.ts';

type Usearch = typeof import('usearch');

/** As in our graph (`packages/memory/src/index/graph.ts`), so that both find alike. */
const CONNECTIVITY = 16;
const EXPANSION = 128;
const EXPANSIONS = [16, 24, 32, 48, 64, 96, 128, 192, 256];
/** Vectors between two looks at the signal. */
const ADDED_AT_ONCE = 1_000;

const importUsearch = (): Promise<Usearch> => import('usearch');

/** Every vector in one array, compared one by one on one thread. */
export const usearchExact: PeerSource = peerSource('usearch exactSearch', importUsearch, (usearch, setup) => {
  const { dimensions } = setup.fingerprint;
  let records: readonly OutcomeRecord[] = [];
  let vectors = new Float32Array(0);
  const load = async (added: readonly OutcomeRecord[]): Promise<void> => {
    records = [...records, ...added];
    vectors = joined(records, dimensions);
  };
  return {
    name: 'usearch exactSearch',
    load,
    search: async (vector) => {
      const { keys, distances } = usearch.exactSearch(
        vectors,
        vector,
        dimensions,
        LIMIT,
        usearch.MetricKind.IP,
        1,
      );
      return foundOf(records, keys, distances);
    },
    deposit: load,
    close: async () => undefined,
  };
});

/** An HNSW graph, and the records in an array beside it. */
export interface UsearchGraph extends Peer {
  readonly records: readonly OutcomeRecord[];
  save(path: string): void;
}

export const usearchGraph: PeerSource<UsearchGraph> = peerSource(
  'usearch',
  importUsearch,
  (usearch, setup) => {
    const { dimensions } = setup.fingerprint;
    const index = newIndex(usearch, dimensions, EXPANSION);
    const records: OutcomeRecord[] = [];
    const add = (added: readonly OutcomeRecord[]): void => {
      const keys = BigUint64Array.from(added, (_, at) => BigInt(records.length + at));
      // On all cores, always: usearch 2.26 refuses one thread where it has had more.
      index.add(keys, joined(added, dimensions), 0);
      for (const record of added) records.push(record);
    };
    return {
      name: 'usearch',
      records,
      load: async (added, signal) => {
        for (let at = 0; at < added.length; at += ADDED_AT_ONCE) {
          add(added.slice(at, at + ADDED_AT_ONCE));
          await turn();
          signal.throwIfAborted();
        }
      },
      search: async (vector) => nearest(index, records, vector),
      deposit: async (added) => add(added),
      save: (path) => index.save(path),
      close: async () => undefined,
    };
  },
);

/** The same graph, searched as little as it takes. Not to be deposited into. */
export function usearchTuned(graph: UsearchGraph): PeerSource {
  return peerSource('usearch, tuned', importUsearch, (usearch, { folder, fingerprint }) => {
    const path = join(folder, 'graph');
    let index: Index | undefined;
    return {
      name: 'usearch, tuned',
      borrows: true,
      load: async () => graph.save(path),
      search: async (vector) => nearest(index as Index, graph.records, vector),
      tuning: {
        choices: EXPANSIONS.map((expansion) => `expansion ${expansion}`),
        choose: (choice) => {
          index = newIndex(usearch, fingerprint.dimensions, Number(choice.split(' ')[1]));
          index.load(path);
        },
      },
      deposit: () => Promise.reject(new Error('The graph is that of another.')),
      close: async () => undefined,
    };
  });
}

function newIndex({ Index, MetricKind, ScalarKind }: Usearch, dimensions: number, expansion: number): Index {
  return new Index({
    dimensions,
    metric: MetricKind.IP,
    quantization: ScalarKind.F16,
    connectivity: CONNECTIVITY,
    expansion_add: EXPANSION,
    expansion_search: expansion,
    multi: false,
  });
}

function nearest(index: Index, records: readonly OutcomeRecord[], vector: Float32Array): readonly Found[] {
  const { keys, distances } = index.search(vector, LIMIT, 1);
  return foundOf(records, keys, distances);
}

/** A bare index cannot filter, so the ten are looked at afterwards: what has expired would be missing. */
function foundOf(
  records: readonly OutcomeRecord[],
  keys: BigUint64Array,
  distances: Float32Array,
): readonly Found[] {
  const found: Found[] = [];
  for (const [rank, key] of keys.entries()) {
    const { id, packet, expires_at } = records[Number(key)] as OutcomeRecord;
    if (expires_at >= NOW) found.push({ id, packet, score: 1 - (distances[rank] as number) });
  }
  return found;
}

function joined(records: readonly OutcomeRecord[], dimensions: number): Float32Array<ArrayBuffer> {
  const vectors = new Float32Array(records.length * dimensions);
  for (const [at, { vector }] of records.entries()) vectors.set(vector as Float32Array, at * dimensions);
  return vectors;
}
