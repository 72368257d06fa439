import type { Section } from '../bench/measurement.ts';
import type { RunOptions, Suite } from '../bench/suite.ts';
import { RECORDS_DEPOSITED } from './classes.ts';
import { exactSection } from './exact.ts';
import { indexedSections } from './indexed.ts';
import { prepareMaterial } from './material.ts';
import type { PeersRun } from './peers-run.ts';
import { serverSections } from './servers.ts';

const SIZES = [1_000, 10_000];
const FULL_SIZES = [...SIZES, 100_000];
const QUERIES = 330;
const TUNING = 150;

/** Our stores beside others that do the same work. */
export const peersSuite: Suite = {
  name: 'peers',
  about:
    'How long do our stores take beside others of their kind, with the same vectors, on the same machine, in the same minutes?',
  run: (options) =>
    options.transport === undefined
      ? measurePeers(options, options.full ? FULL_SIZES : SIZES)
      : notOfTheUser(options.transport),
};

/** @param sizes numbers of packets, ascending. */
export async function* measurePeers(options: RunOptions, sizes: readonly number[]): AsyncGenerator<Section> {
  const { folder, signal, text, seed } = options;
  const material = await prepareMaterial(text, seed, {
    records: sizes.at(-1) as number,
    deposits: RECORDS_DEPOSITED,
    queries: QUERIES,
    tuning: TUNING,
  });
  const run: PeersRun = { material, sizes, folder, signal, begin: reporting(options, sizes) };
  const exact = await exactSection(run);
  if (exact.measurements.length > 0) yield exact;
  for (const section of await indexedSections(run)) if (section.measurements.length > 0) yield section;
  yield* serverSections(run);
}

/** Progress by the seconds that parts take by estimate. */
function reporting({ progress }: RunOptions, sizes: readonly number[]): PeersRun['begin'] {
  const total = sizes.reduce((sum, size) => sum + 20 + size / 333, 0) + 80;
  let begun = 0;
  return (what, seconds) => {
    progress(Math.min(1, begun / total), what);
    begun += seconds;
  };
}

async function* notOfTheUser(transport: string): AsyncGenerator<Section> {
  yield {
    id: 'peers',
    title: 'Peers',
    about: 'Stores of this machine are compared with each other; a store of your own has no peer here.',
    measurements: [],
    findings: [],
    plots: [],
    leftOut: [`${transport.split('?')[0]}: see the suite \`latency\`.`],
  };
}
