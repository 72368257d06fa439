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

/** Records in one call, as the router writes. */
const ROWS = 256;
/** Of one race. */
const DEPOSITS = { alone: 220, together: 23 } as const;
const OF_ONE_RACE: number = DEPOSITS.alone + DEPOSITS.together * ROWS;
/** How many records are deposited into one store: into SQLite in two races. */
export const RECORDS_DEPOSITED: number = 2 * OF_ONE_RACE;

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
    'Each on the same disk. SQLite as it is when it is told nothing: exact below 8,192 packets, through an index file above, which is in its load time and bytes. sqlite-vec over better-sqlite3 with the same write-ahead log and synchronous=FULL, its file mapped into memory; it has no approximate search. LanceDB without an index, and with two kinds of one, tuned as for approximate search; it does not wait for the disk, so its deposits are raced with those of SQLite alone, or sqlite-vec would wait for what they left. A query as with exact search. A deposit into SQLite replaces an older packet of its id, notes replies, and sweeps what has expired; sqlite-vec refuses an id that is there, LanceDB appends. Loading: SQLite in writes of 100, sqlite-vec in transactions of 1,000, LanceDB in one call; once, so without a spread. Bytes as allocated, after the store was closed or its log written back.',
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

  /** @param depositRaces those of the peers that are deposited into, race by race. */
  async measure(
    run: PeersRun,
    stage: Stage,
    peers: readonly (Peer | undefined)[],
    depositRaces: readonly (readonly (Peer | undefined)[])[],
    queries: readonly Float32Array[],
    truth: Truth,
  ): Promise<void> {
    this.#stored(stage, peers);
    const searches = await raceSearchesOf(searchesOf(peers), queries, truth, run.signal);
    this.#measurements.push(
      ...timeMeasurements(searches),
      ...recallMeasurements(searches),
      ...ratioMeasurements(searches, this.#class.pairs),
    );
    for (const [at, depositing] of depositRaces.entries()) await this.#deposit(run, stage, depositing, at);
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

  /** Each race with records of its own. A store that is in several has its times from the first. */
  async #deposit(
    { material, signal }: PeersRun,
    { records }: Stage,
    peers: readonly (Peer | undefined)[],
    race: number,
  ): Promise<void> {
    const own = material.deposits.slice(race * OF_ONE_RACE, (race + 1) * OF_ONE_RACE);
    const packets = records.length;
    const alone = await raceDepositsInto(peers, own.slice(0, DEPOSITS.alone), 1, packets, signal);
    const together = await raceDepositsInto(peers, own.slice(DEPOSITS.alone), ROWS, packets, signal);
    const measured = new Set(this.#measurements.map(nameOf));
    this.#measurements.push(
      ...[...timeMeasurements(alone), ...throughputMeasurements(together, ROWS)].filter(
        (each) => !measured.has(nameOf(each)),
      ),
      ...ratioMeasurements(alone, this.#class.depositPairs),
      ...ratioMeasurements(together, this.#class.depositPairs),
    );
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

function nameOf({ what, of }: Measurement): string {
  return `${what} of ${of.store} at ${of.packets}`;
}
