import type { Embedder } from '@qis/core';
import type { Section } from '../bench/measurement.ts';
import type { RunOptions, Suite } from '../bench/suite.ts';
import { CachingEmbedder } from '../synthesis/caching-embedder.ts';
import { adviceSection } from './advice.ts';
import { coldStartSection } from './cold-start.ts';
import { CONTROL_COUNT, controlsSection } from './controls.ts';
import { curveSection, liftSection, playArms } from './curve.ts';
import { fleetSizes, tableFor } from './deal.ts';
import { floorSection } from './floor-off.ts';
import { growthSection } from './growth-section.ts';
import { labelledProblems } from './problems.ts';
import { canBeFresh, memoryStores, ownStores } from './stores.ts';
import type { Trial } from './trial.ts';
import { unrelatedSection } from './unrelated.ts';

/** How much a run does. */
export interface Extent {
  /** Agents at most. */
  readonly agents: number;
  readonly seeds: number;
}

const QUICK: Extent = { agents: 64, seeds: 3 };
const FULL: Extent = { agents: 64, seeds: 20 };
/** A server is asked some ten times an encounter, over a network. */
const QUICK_ON_A_SERVER: Extent = { agents: 16, seeds: 3 };
const FULL_ON_A_SERVER: Extent = { agents: 64, seeds: 3 };
const FEWEST_LABELS = 4;

export const fleetSuite: Suite = {
  name: 'fleet',
  about: 'Does a fleet of agents get better with every agent that joins it, by how much, and what spoils it?',
  run: (options) => measureFleets(options, new CachingEmbedder(), extentOf(options)),
};

/** The sections of the suite, with another embedder or of another extent where a test wants it. */
export async function* measureFleets(
  options: RunOptions,
  embedder: Embedder,
  { agents, seeds: count }: Extent,
): AsyncGenerator<Section> {
  const { text, transport, signal, seed, progress } = options;
  const { problems, leftOut } = labelledProblems(text);
  const table = tableFor(problems.length, agents);
  if (!table || new Set(problems.map(({ label }) => label)).size < FEWEST_LABELS)
    return yield nothing([
      ...leftOut,
      `fleet: ${text.name} has too few labelled lines; it takes {"text": …, "label": …}`,
    ]);

  if (transport !== undefined && !canBeFresh(transport))
    return yield nothing([
      'fleet: a gateway serves one collection, and fleets begin with an empty one of their own',
    ]);

  const seeds = Array.from({ length: count }, (_, i) => seed + i);
  // The unrelated fleets meet the wordings of half of the labels three times, about one and a half times all.
  const all = table.agents * table.each * count * (2 * fleetSizes(table).length + 1 + CONTROL_COUNT + 1.5);
  let done = 0;
  const stores = transport === undefined ? memoryStores(embedder) : await ownStores(transport, embedder);
  const trial: Trial = {
    stores,
    problems,
    table,
    seeds,
    signal,
    played: (encounters, what) => {
      done += encounters;
      progress(Math.min(1, done / all), what);
    },
  };
  try {
    const arms = await playArms(trial);
    yield curveSection(trial, arms, text.name, [
      ...leftOut,
      ...fewerAgents(table.agents, agents),
      ...stores.leaves,
    ]);
    yield liftSection(trial, arms);
    yield coldStartSection(trial, arms);
    yield adviceSection(trial, arms);
    yield growthSection(trial, arms.shared);
    yield await controlsSection(trial, arms);
    yield await unrelatedSection(trial);
    yield await floorSection(trial, arms, embedder);
  } finally {
    await stores.close();
  }
}

function extentOf({ full, transport }: RunOptions): Extent {
  if (transport !== undefined) return full ? FULL_ON_A_SERVER : QUICK_ON_A_SERVER;
  return full ? FULL : QUICK;
}

function fewerAgents(agents: number, wanted: number): readonly string[] {
  return agents < wanted ? [`fleets of more than ${agents} agents: too few wordings to meet none twice`] : [];
}

function nothing(leftOut: readonly string[]): Section {
  const title = 'What agents find, by the size of their fleet';
  return { id: 'found', title, about: '', measurements: [], findings: [], plots: [], leftOut };
}
