import type { Measurement, Section } from '../bench/measurement.ts';
import { raceSearchesOf, recallMeasurements, type SearchRace, searchesOf, withoutFilter } from './contest.ts';
import { type Pair, ratioMeasurements, single, timeMeasurements } from './figures.ts';
import { missedGoals, ratioFindings, thousands } from './findings.ts';
import type { Peer } from './peer.ts';
import type { PeersRun } from './peers-run.ts';
import type { Stage } from './stage.ts';
import type { Truth } from './truth.ts';
import { RECALL, tune } from './tune.ts';

/** Beside the bare index with the same settings; what the goal was set for. */
const GOAL_AT = 100_000;
const GOAL = { atMost: 1.15 } as const;

const LANCE = ['LanceDB IVF_PQ', 'LanceDB IVF_HNSW_SQ'];

function pairsOf(packets: number): readonly Pair[] {
  return [
    { ours: 'memory', peer: 'usearch', ...(packets === GOAL_AT && { goal: GOAL }) },
    { ours: 'memory', peer: 'usearch, tuned' },
    ...['memory', 'SQLite'].flatMap((ours) =>
      [...LANCE, ...LANCE.map(withoutFilter)].map((peer) => ({ ours, peer })),
    ),
    { ours: 'SQLite', peer: 'usearch' },
  ];
}

const ABOUT = `Through an index, at every size, whatever a store would do by itself. A query as with exact search. Ours cannot be tuned. "usearch" is the bare HNSW graph with our settings, so with our recall; "usearch, tuned" is the same graph searched only as widely as ${RECALL} of the ten nearest take. LanceDB is tuned in the same way, by width and refinement, with queries that are not measured; the recall that each reached is that of the measured ones. The index is built on all cores where the store can (memory builds on one, between calls).`;

/** Approximate search beside approximate search, of the stores that another part has loaded. */
export class Approximate {
  readonly #measurements: Measurement[] = [];
  readonly #settings: string[] = [];
  readonly #misses: string[] = [];
  readonly #leftOut = new Set<string>();

  async measure(
    run: PeersRun,
    stage: Stage,
    ours: Readonly<Record<'memory' | 'SQLite', Peer | undefined>>,
    peers: readonly (Peer | undefined)[],
    truth: Truth,
  ): Promise<void> {
    const { material, signal } = run;
    const packets = stage.records.length;
    for (const peer of peers) {
      if (!peer?.tuning) continue;
      const { choice } = await tune(peer, peer.tuning, material.tuning, truth, signal);
      this.#settings.push(`${peer.name} with ${thousands(packets)} packets: ${choice}.`);
    }
    const searches = { ...searchesOf(peers) };
    for (const [name, peer] of Object.entries(ours)) if (peer) searches[name] = peer.search;
    const race = await raceSearchesOf(searches, material.queries, truth, signal);
    this.#measurements.push(
      ...timeMeasurements(race),
      ...recallMeasurements(race),
      ...ratioMeasurements(race, pairsOf(packets)),
    );
    this.#noteMisses(race);
    for (const [store, peer] of [
      ...Object.entries(ours),
      ...peers.map((each) => [each?.name ?? '', each] as const),
    ]) {
      const seconds = peer && !peer.borrows && stage.loadSeconds.get(peer.name);
      if (seconds) this.#measurements.push(single('load, index built', { store, packets }, seconds, 's'));
    }
    for (const why of stage.leftOut.values()) this.#leftOut.add(why);
  }

  section(): Section {
    const measurements = this.#measurements;
    return {
      id: 'approximate',
      title: 'Approximate search beside approximate search',
      about: ABOUT,
      measurements,
      findings: [
        ...this.#misses,
        ...ratioFindings(measurements),
        ...missedGoals(measurements),
        ...this.#settings,
      ],
      plots: [
        {
          title: 'A query through an index (p50)',
          what: ['query p50'],
          mark: 'line',
          x: 'packets',
          colour: 'store',
          log: { x: true, y: true },
        },
      ],
      leftOut: [...this.#leftOut],
    };
  }

  #noteMisses({ packets, recall }: SearchRace): void {
    for (const [store, share] of Object.entries(recall)) {
      if (share < RECALL)
        this.#misses.push(
          `${store} does not reach a recall of ${RECALL} with ${thousands(packets)} packets: ${share.toFixed(3)}.`,
        );
    }
  }
}
