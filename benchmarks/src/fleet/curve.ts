import type { Measurement, Section } from '../bench/measurement.ts';
import { HONEST } from './conditions.ts';
import { fleetSizes } from './deal.ts';
import { BETTER, find, less, meanTokens, measure, measureAll, percent, points, shares } from './figures.ts';
import { type PerSeed, playAll, type Trial } from './trial.ts';

/** The three ways in which the same agents meet the same problems. */
export interface Arms {
  /** In fleets that share a store, by their size. Of one agent each: own memory only. */
  readonly shared: ReadonlyMap<number, PerSeed>;
  /** They ask a store in which nobody leaves anything. */
  readonly none: PerSeed;
}

export async function playArms(trial: Trial): Promise<Arms> {
  const shared = new Map<number, PerSeed>();
  for (const size of fleetSizes(trial.table))
    shared.set(size, await playAll(trial, size, { ...HONEST, advice: true }));
  return { shared, none: await playAll(trial, 1, { ...HONEST, deposits: 'none', advice: true }) };
}

/** All arms at all sizes. What an agent has of its own, or of nothing, does not depend on how many others there are. */
export function armsBySize({
  shared,
  none,
}: Arms): readonly { arm: string; agents: number; seeds: PerSeed }[] {
  const own = ownOf(shared);
  const sizes = [...shared.keys()];
  return [
    ...[...shared].map(([agents, seeds]) => ({ arm: 'shared', agents, seeds })),
    ...sizes.map((agents) => ({ arm: 'own memory only', agents, seeds: own })),
    ...sizes.map((agents) => ({ arm: 'none', agents, seeds: none })),
  ];
}

export function ownOf(shared: Arms['shared']): PerSeed {
  return shared.get(1) as PerSeed;
}

export function curveSection(trial: Trial, arms: Arms, source: string, leftOut: readonly string[]): Section {
  const { agents, each } = trial.table;
  const measurements = armsBySize(arms).flatMap(({ arm, agents: size, seeds }) =>
    measureAll({ arm, agents: size }, seeds),
  );
  const at = (what: string, arm: string): Measurement => find(measurements, what, { arm, agents });
  const say = (what: string, arm = 'shared'): string => percent(at(what, arm));
  return {
    id: 'found',
    title: 'What agents find, by the size of their fleet',
    about: `Labelled problems of ${source}; ${new Set(trial.problems.map(({ label }) => label)).size} labels. ${agents} agents meet ${each} problems each, no wording twice; each asks, then deposits how it went, by the tools that a model calls, as a new session that remembers nothing. The same agents with the same problems form fleets of N that share a store (N = 1 is own memory only), so that encounters are fixed per agent, and in total too. Store: ${trial.stores.name}. Shares of all ${agents * each} encounters, ${trial.seeds.length} seeds; intervals are a bootstrap over seeds, that is other deals of these wordings, not other problems. "Known" is what a live packet was about: the most that can be found. An abstention is honest where nobody had met the problem, missed where somebody had.`,
    measurements,
    findings: [
      `Of ${agents} agents that share a store, ${say('right first hit')} of the questions get a packet of the same problem first and ${say('right among the hits')} somewhere in the hits; ${say('known')} could.`,
      `Alone, each with its own memory, they find ${say('right first hit', 'own memory only')}; without memory ${say('right first hit', 'none')}.`,
      `The first hit is of another problem in ${say('wrong first hit')} of the encounters of ${agents} agents that share (${say('wrong first hit', 'own memory only')} alone); nothing is answered honestly in ${say('honest abstention')}, and although it was known in ${say('missed')}.`,
      `An answer costs ${at('tokens read', 'shared').value.toFixed(0)} tokens with ${agents} agents, ${at('tokens read', 'own memory only').value.toFixed(0)} with own memory only, ${at('tokens read', 'none').value.toFixed(0)} where it is always empty.`,
    ],
    plots: [
      line('A packet of the same problem is the first hit, and in how many encounters there was one', [
        'right first hit',
        'known',
      ]),
      line('A packet of the same problem is among the hits', ['right among the hits']),
      line('The first hit is of another problem', ['wrong first hit']),
      line('Nothing is answered although it is known', ['missed']),
      line('Tokens of an answer', ['tokens read']),
    ],
    leftOut,
  };
}

/** Shared less own memory only. */
export function liftSection(trial: Trial, { shared }: Arms): Section {
  const own = ownOf(shared);
  const differences = (['right first hit', 'right among the hits', 'wrong first hit'] as const).flatMap(
    (what) =>
      [...shared].map(([agents, seeds]) =>
        measure(what, { agents }, less(shares(seeds, what), shares(own, what)), 'share', BETTER[what]),
      ),
  );
  const tokens = [...shared].map(([agents, seeds]) =>
    measure('tokens read', { agents }, less(seeds.map(meanTokens), own.map(meanTokens)), 'tokens', 'less'),
  );
  const lifts = differences.filter(({ what }) => what === 'right first hit');
  const above = lifts.filter(({ spread }) => spread && spread.low > 0);
  const from = lifts.find((_, i) => lifts.slice(i).every((lift) => above.includes(lift)));
  const { agents } = trial.table;
  return {
    id: 'lift',
    title: 'Lift: what sharing adds to own memory',
    about:
      'Lift is the share with a shared store less the share with own memory only, of the same agents with the same problems, seed by seed; intervals are a bootstrap of these differences.',
    measurements: [...differences, ...tokens],
    findings: [
      `With ${agents} agents sharing lifts right first hits by ${points(find(differences, 'right first hit', { agents }))}, right hits at whatever rank by ${points(find(differences, 'right among the hits', { agents }))}, and wrong first hits by ${points(find(differences, 'wrong first hit', { agents }))}.`,
      from
        ? `The lift of right first hits is above zero from ${from.of.agents} agents on.`
        : 'The lift of right first hits is not above zero in the largest fleet.',
    ],
    plots: [
      {
        title: 'Lift of right first hits',
        what: ['right first hit'],
        mark: 'line',
        x: 'agents',
        log: { x: true },
      },
    ],
    leftOut: [],
  };
}

function line(title: string, what: readonly string[]): Section['plots'][number] {
  return { title, what, mark: 'line', x: 'agents', colour: 'arm', log: { x: true } };
}
