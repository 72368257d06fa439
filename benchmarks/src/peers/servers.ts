import type { Fingerprint } from '@qis/core';
import { findChroma, findQdrant } from '@qis/test-servers';
import type { Measurement, Section } from '../bench/measurement.ts';
import { chromaSide } from '../servers/chroma-side.ts';
import { PAIRS } from '../servers/measure.ts';
import { qdrantSide } from '../servers/qdrant-side.ts';
import type { Side } from '../servers/side.ts';
import { raceDeposits, raceSearches, recallMeasurements } from './contest.ts';
import { type Pair, ratioMeasurements, timeMeasurements } from './figures.ts';
import { ratioFindings } from './findings.ts';
import type { PeersRun } from './peers-run.ts';
import { Truth } from './truth.ts';

/** Chroma takes a second for a filtered query of more. */
const MOST = 10_000;
/** Packets between two looks at the signal. */
const LOADED_AT_ONCE = 1_000;
const QUERIES = 88;
const DEPOSITS = 70;
/** By estimate, for one server. */
const SECONDS = 40;

const SERVERS = [
  { id: 'chroma', title: 'Chroma: our transport beside its client', find: findChroma, open: chromaSide },
  { id: 'qdrant', title: 'Qdrant: our transports beside its clients', find: findQdrant, open: qdrantSide },
] as const;

const ABOUT =
  'Our transport and the bare client make the same calls to one real server on this machine, over the same collection: ten live packets with their payload, and deposits of one packet. Ours decodes the packets, checks them and counts what it cannot read; the client hands out what came. Every call is made by all, in random order; ratios are of medians, with the quartiles of ten rounds.';

const TOO_MANY = `More than ${MOST.toLocaleString('en-US')} packets in a server: measured by src/servers/main.ts, which takes twelve minutes.`;

/** Servers: what our transports add to what the bare clients take. */
export async function* serverSections(run: PeersRun): AsyncGenerator<Section> {
  for (const { id, title, find, open } of SERVERS) {
    if (run.signal.aborted) return;
    const { missing } = find();
    const measurements: Measurement[] = [];
    const leftOut = missing === undefined ? [TOO_MANY] : [`${id}: ${missing}.`];
    run.begin(title, SECONDS);
    if (missing === undefined) {
      try {
        await measure(open, run, measurements);
      } catch (error) {
        if (!run.signal.aborted) throw error;
      }
    }
    const findings = ratioFindings(measurements);
    yield { id, title, about: ABOUT, measurements, findings, plots: [], leftOut };
  }
}

async function measure(
  open: (fingerprint: Fingerprint) => Promise<Side>,
  { material, sizes, signal }: PeersRun,
  measurements: Measurement[],
): Promise<void> {
  const side = await open(material.fingerprint);
  try {
    let loaded = 0;
    for (const size of sizes.filter((each) => each <= MOST)) {
      for (; loaded < size; loaded = Math.min(size, loaded + LOADED_AT_ONCE)) {
        await side.load(material.records.slice(loaded, Math.min(size, loaded + LOADED_AT_ONCE)));
        signal.throwIfAborted();
      }
      const truth = await Truth.of(material.records.slice(0, size));
      const queries = material.queries.slice(0, QUERIES);
      const found = await raceSearches(side.searches, (ids) => ids, queries, truth, signal);
      measurements.push(...timeMeasurements(found), ...recallMeasurements(found));
      measurements.push(...ratioMeasurements(found, pairs()));
    }
    // Into collections that begin empty.
    const writes = await side.writes(material.records.slice(0, DEPOSITS));
    const written = await raceDeposits(writes, DEPOSITS, 1, loaded, signal);
    measurements.push(...timeMeasurements(written), ...ratioMeasurements(written, pairs()));
  } finally {
    await side.close();
  }
}

function pairs(): readonly Pair[] {
  return PAIRS.map(([ours, peer]) => ({ ours, peer }));
}
