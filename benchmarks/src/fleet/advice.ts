import type { Section } from '../bench/measurement.ts';
import { type Arms, armsBySize } from './curve.ts';
import { find, measureShare, percent } from './figures.ts';
import type { Trial } from './trial.ts';

/** Whether what a synthesis puts first is a remedy of the problem asked. */
export function adviceSection(trial: Trial, arms: Arms): Section {
  const measurements = armsBySize(arms).flatMap(({ arm, agents, seeds }) => [
    measureShare('right first claim', { arm, agents }, seeds),
    measureShare('wrong first claim', { arm, agents }, seeds),
  ]);
  const { agents } = trial.table;
  const say = (what: string, arm: string): string => percent(find(measurements, what, { arm, agents }));
  return {
    id: 'advice',
    title: 'What a synthesis puts first',
    about:
      'At every encounter the agent also asks for a synthesis. Its first claim is right where the packet that it cites carries a remedy of the problem asked, wrong where of another; the rest has no claim.',
    measurements,
    findings: [
      `With ${agents} agents that share, the first claim is right in ${say('right first claim', 'shared')} of the encounters and wrong in ${say('wrong first claim', 'shared')}; with own memory only right in ${say('right first claim', 'own memory only')}, wrong in ${say('wrong first claim', 'own memory only')}.`,
    ],
    plots: (['right first claim', 'wrong first claim'] as const).map((what) => ({
      title: `Encounters with a ${what}`,
      what: [what],
      mark: 'line',
      x: 'agents',
      colour: 'arm',
      log: { x: true },
    })),
    leftOut: [],
  };
}
