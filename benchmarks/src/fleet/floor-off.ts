import type { Embedder } from '@qis/core';
import type { Section } from '../bench/measurement.ts';
import { HONEST } from './conditions.ts';
import type { Arms } from './curve.ts';
import { fleetSizes } from './deal.ts';
import { find, measureAll, percent } from './figures.ts';
import { playAll, type Trial } from './trial.ts';

/** What agents get where everything that is nearest is handed out. */
export async function floorSection(trial: Trial, { shared }: Arms, embedder: Embedder): Promise<Section> {
  const measurements = [...shared].flatMap(([agents, seeds]) => measureAll({ arm: 'floor', agents }, seeds));
  for (const agents of fleetSizes(trial.table)) {
    const seeds = await playAll(trial, agents, HONEST, withoutFloor(embedder));
    measurements.push(...measureAll({ arm: 'no floor', agents }, seeds));
  }
  const sizes = [1, trial.table.agents];
  return {
    id: 'floor',
    title: 'What the floor buys',
    about:
      'Fleets that share a store, with the floor of the embedder, as everywhere above, and with none: then each question is answered with what is nearest, however far.',
    measurements,
    findings: sizes.map((agents) => {
      const say = (what: string, arm: string): string => percent(find(measurements, what, { arm, agents }));
      const both = (what: string): string =>
        `${say(what, 'floor')} with the floor, ${say(what, 'no floor')} without`;
      const tokens = (arm: string): string =>
        find(measurements, 'tokens read', { arm, agents }).value.toFixed(0);
      return `In fleets of ${agents}: wrong first hits ${both('wrong first hit')}; right ones ${both('right first hit')}; known and missed ${both('missed')}; tokens of an answer ${tokens('floor')} and ${tokens('no floor')}.`;
    }),
    plots: (['right first hit', 'wrong first hit', 'tokens read'] as const).map((what) => ({
      title: `${what[0]?.toUpperCase()}${what.slice(1)}, with and without the floor`,
      what: [what],
      mark: 'line',
      x: 'agents',
      colour: 'arm',
      log: { x: true },
    })),
    leftOut: [],
  };
}

function withoutFloor(embedder: Embedder): Embedder {
  return {
    open: async () => ({ ...(await embedder.open()), floor: { rule: 'none' } }),
    embed: (texts, options) => embedder.embed(texts, options),
    close: () => embedder.close(),
  };
}
