import type { Measurement, Section } from '../bench/measurement.ts';
import { raceSearchesOf, recallMeasurements, searchesOf, withoutFilter } from './contest.ts';
import { type Pair, ratioMeasurements, timeMeasurements } from './figures.ts';
import { ratioFindings } from './findings.ts';
import { lanceFlat } from './lancedb.ts';
import { ourMemory } from './our-memory.ts';
import { ourSqlite } from './our-sqlite.ts';
import { forEachSize, type PeersRun } from './peers-run.ts';
import { sqliteVec } from './sqlite-vec.ts';
import { Truth } from './truth.ts';
import { usearchExact } from './usearch.ts';

/** So many take a while where every vector is compared. */
const MANY = 50_000;
const QUERIES_OF_MANY = 110;

const PEERS = ['usearch exactSearch', 'sqlite-vec', 'LanceDB flat'];
const PAIRS: readonly Pair[] = ['memory', 'SQLite'].flatMap((ours) =>
  [...PEERS, ...PEERS.slice(1).map(withoutFilter)].map((peer) => ({ ours, peer })),
);

const ABOUT = `Every vector is compared. A query asks for the ten nearest packets that have not expired and is answered with ten objects: id, packet, cosine. Ours filter as always, copy the packets, and compute the cosines in double precision; memory is in this process, SQLite keeps the vectors in this process too. usearch is the bare function over one array, the packets in another array, looked at for expiry afterwards. sqlite-vec and LanceDB filter by a column of theirs, and hand out the packet as JSON, which is parsed; "no filter": without. Every query goes to all, in random order; ratios are of medians, with the quartiles of ten rounds. One thread, but for LanceDB, which uses all.`;

/** Exact search beside exact search. */
export async function exactSection(run: PeersRun): Promise<Section> {
  const measurements: Measurement[] = [];
  const leftOut = new Set<string>();
  const secondsOf = (size: number): number => 5 + size / 2_000;
  await forEachSize(run, 'exact search', secondsOf, async (stage) => {
    const packets = stage.records.length;
    const peers = [
      await stage.load(ourMemory('memory', Number.POSITIVE_INFINITY)),
      await stage.load(ourSqlite('SQLite', Number.POSITIVE_INFINITY)),
      await stage.load(usearchExact),
      await stage.load(sqliteVec),
      await stage.load(lanceFlat),
    ];
    for (const why of stage.leftOut.values()) leftOut.add(why);
    const { queries } = run.material;
    const asked = packets < MANY ? queries : queries.slice(0, QUERIES_OF_MANY);
    const truth = await Truth.of(stage.records);
    const race = await raceSearchesOf(searchesOf(peers), asked, truth, run.signal);
    measurements.push(
      ...timeMeasurements(race),
      ...recallMeasurements(race),
      ...ratioMeasurements(race, PAIRS),
    );
  });
  return {
    id: 'exact',
    title: 'Exact search beside exact search',
    about: ABOUT,
    measurements,
    findings: ratioFindings(measurements),
    plots: [
      {
        title: 'A query, exact (p50)',
        what: ['query p50'],
        mark: 'line',
        x: 'packets',
        colour: 'store',
        log: { x: true, y: true },
      },
    ],
    leftOut: [...leftOut],
  };
}
