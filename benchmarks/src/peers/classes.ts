import type { Measurement, Section } from '../bench/measurement.ts';
import {
  raceDepositsInto,
  raceSearchesOf,
  recallMeasurements,
  searchesOf,
  withoutFilter,
} from './contest.ts';
import { type Pair, ratioMeasurements, single, throughputMeasurements, timeMeasurements } from './figures.ts';
import { missedGoals, ratioFindings } from './findings.ts';
import type { Peer } from './peer.ts';
import type { PeersRun } from './peers-run.ts';
import type { Stage } from './stage.ts';
import type { Truth } from './truth.ts';

/** How many records are deposited into each store of a class. */
export const DEPOSITS: { readonly single: number; readonly atOnce: number; readonly rows: number } = {
  single: 103,
  atOnce: 33,
  rows: 256,
};

/** Stores that promise alike, each as it is when it is told nothing, and what is asked of each. */
export interface StoreClass {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly pairs: readonly Pair[];
  readonly depositPairs: readonly Pair[];
}

const AHEAD = { atMost: 1 } as const;
const LANCE = ['LanceDB flat', 'LanceDB IVF_PQ', 'LanceDB IVF_HNSW_SQ'];

export const IN_PROCESS: StoreClass = {
  id: 'in-process',
  title: 'Memory beside what is in process',
  about:
    'Each as it is when it is told nothing: memory searches exactly below 20,000 packets, through a graph above. usearch is the bare HNSW graph, LangChain its MemoryVectorStore, for reference: it compares one by one in JavaScript. A query as with exact search; "no filter": LangChain without. A deposit into memory can be found at once and enters the graph later, between calls, so its share of that work is in the load time alone; usearch builds on. Into LangChain it is a new array of all.',
  pairs: ['usearch', 'LangChain', withoutFilter('LangChain')].map((peer) => ({ ours: 'memory', peer })),
  depositPairs: ['usearch', 'LangChain'].map((peer) => ({ ours: 'memory', peer })),
};

export const DURABLE: StoreClass = {
  id: 'durable',
  title: 'SQLite beside what is durable',
  about:
    'Each on the same disk. SQLite as it is when it is told nothing: exact below 8,192 packets, through an index file above, which is in its load time and bytes. sqlite-vec over better-sqlite3 with the same write-ahead log and synchronous=FULL, its file mapped into memory; it has no approximate search. LanceDB without an index, and with two kinds of one, tuned as for approximate search; it does not wait for the disk. A query as with exact search. A deposit into SQLite replaces an older packet of its id, notes replies, and sweeps what has expired; the others append. Loading: SQLite in writes of 100, sqlite-vec in transactions of 1,000, LanceDB in one call; once, so without a spread. Bytes as allocated, after the store was closed or its log written back.',
  pairs: ['sqlite-vec', ...LANCE].flatMap((peer) => [
    { ours: 'SQLite', peer, goal: AHEAD },
    { ours: 'SQLite', peer: withoutFilter(peer) },
  ]),
  depositPairs: ['sqlite-vec', 'LanceDB flat'].map((peer) => ({ ours: 'SQLite', peer, goal: AHEAD })),
};

/** Queries, deposits, loading and bytes of a class. */
export class ClassFigures {
  readonly #class: StoreClass;
  readonly #measurements: Measurement[] = [];
  readonly #leftOut = new Set<string>();

  constructor(storeClass: StoreClass) {
    this.#class = storeClass;
  }

  /** @param depositing those of the peers that are deposited into; where several are one store with other indexes, one of them. */
  async measure(
    run: PeersRun,
    stage: Stage,
    peers: readonly (Peer | undefined)[],
    depositing: readonly (Peer | undefined)[],
    queries: readonly Float32Array[],
    truth: Truth,
  ): Promise<void> {
    const { material, signal } = run;
    const packets = stage.records.length;
    this.#stored(stage, peers);
    const searches = await raceSearchesOf(searchesOf(peers), queries, truth, signal);
    this.#measurements.push(...timeMeasurements(searches), ...recallMeasurements(searches));
    const alone = material.deposits.slice(0, DEPOSITS.single);
    const together = material.deposits.slice(DEPOSITS.single);
    const one = await raceDepositsInto(depositing, alone, 1, packets, signal);
    const atOnce = await raceDepositsInto(depositing, together, DEPOSITS.rows, packets, signal);
    this.#measurements.push(
      ...timeMeasurements(one),
      ...throughputMeasurements(atOnce, DEPOSITS.rows),
      ...ratioMeasurements(searches, this.#class.pairs),
      ...ratioMeasurements(one, this.#class.depositPairs),
      ...ratioMeasurements(atOnce, this.#class.depositPairs),
    );
    for (const why of stage.leftOut.values()) this.#leftOut.add(why);
  }

  section(): Section {
    const { id, title, about } = this.#class;
    const measurements = this.#measurements;
    return {
      id,
      title,
      about,
      measurements,
      findings: [...ratioFindings(measurements), ...missedGoals(measurements)],
      plots: [
        {
          title: 'A query (p50)',
          what: ['query p50'],
          mark: 'line',
          x: 'packets',
          colour: 'store',
          log: { x: true, y: true },
        },
        {
          title: 'A deposit (p50)',
          what: ['deposit p50'],
          mark: 'line',
          x: 'packets',
          colour: 'store',
          log: { x: true, y: true },
        },
      ],
      leftOut: [...this.#leftOut],
    };
  }

  #stored(stage: Stage, peers: readonly (Peer | undefined)[]): void {
    for (const peer of peers) {
      if (!peer) continue;
      const of = { store: peer.name, packets: stage.records.length };
      this.#measurements.push(single('load', of, stage.loadSeconds.get(peer.name) ?? Number.NaN, 's'));
      if (peer.bytes) this.#measurements.push(single('on disk', of, peer.bytes(), 'bytes'));
    }
  }
}
