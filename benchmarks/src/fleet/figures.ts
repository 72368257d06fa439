import type { Measurement, Unit } from '../bench/measurement.ts';
import { type Estimate, estimate } from '../synthesis/intervals.ts';
import { type Counted, type Encounter, shareOf } from './encounter.ts';
import type { PerSeed } from './trial.ts';

/** Which way is better; of the others, neither. */
export const BETTER: Readonly<Partial<Record<Counted, Measurement['better']>>> = {
  'right first hit': 'more',
  'right among the hits': 'more',
  'wrong first hit': 'less',
  'wrong first hit, nothing known': 'less',
  missed: 'less',
  'right first claim': 'more',
  'wrong first claim': 'less',
  "attackers' first hit": 'less',
  "attackers' first claim": 'less',
};
const OF_EVERY_FLEET = [
  'right first hit',
  'right among the hits',
  'wrong first hit',
  'wrong first hit, nothing known',
  'honest abstention',
  'missed',
  'known',
] as const satisfies readonly Counted[];

/** A figure of each seed, and their mean with its interval. */
export function measure(
  what: string,
  of: Measurement['of'],
  perSeed: readonly number[],
  unit: Unit = 'share',
  better?: Measurement['better'],
): Measurement {
  return measured(what, of, estimate(perSeed), perSeed.length, unit, better);
}

export function measured(
  what: string,
  of: Measurement['of'],
  { mean, from, to }: Estimate,
  samples: number,
  unit: Unit,
  better?: Measurement['better'],
): Measurement {
  const spread = { low: from, high: to, kind: '95%' } as const;
  return { what, of, value: mean, unit, samples, spread, ...(better && { better }) };
}

/** One share of the encounters, over seeds. */
export function measureShare(what: Counted, of: Measurement['of'], seeds: PerSeed): Measurement {
  return measure(what, of, shares(seeds, what), 'share', BETTER[what]);
}

/** What queries found, and what an answer costs. */
export function measureAll(of: Measurement['of'], seeds: PerSeed): readonly Measurement[] {
  return [
    ...OF_EVERY_FLEET.map((what) => measureShare(what, of, seeds)),
    measure('tokens read', of, seeds.map(meanTokens), 'tokens', 'less'),
  ];
}

export function shares(seeds: PerSeed, what: Counted): readonly number[] {
  return seeds.map((encounters) => shareOf(encounters, what));
}

export function meanTokens(encounters: readonly Encounter[]): number {
  return encounters.reduce((sum, { tokens }) => sum + tokens, 0) / encounters.length;
}

/** Seed by seed: the same agents with the same problems stand on both sides. */
export function less(a: readonly number[], b: readonly number[]): readonly number[] {
  return a.map((value, seed) => value - (b[seed] as number));
}

/** `18% (17% to 19%)`, or without an interval where it has no width. */
export function percent({ value, spread }: Measurement): string {
  return span(
    value,
    spread,
    (share) => `${(100 * share).toFixed(share !== 0 && Math.abs(share) < 0.1 ? 1 : 0)}%`,
  );
}

/** `17 points (16 to 18)`: a difference of shares. */
export function points({ value, spread }: Measurement): string {
  const said = (share: number): string => (100 * share).toFixed(Math.abs(share) < 0.1 ? 1 : 0);
  return span(value, spread, said).replace(/^\S+/, (number) => `${number} points`);
}

function span(value: number, spread: Measurement['spread'], say: (value: number) => string): string {
  if (!spread || spread.low === spread.high) return say(value);
  return `${say(value)} (${say(spread.low)} to ${say(spread.high)})`;
}

/** The one measurement of this quantity in this place. */
export function find(measurements: readonly Measurement[], what: string, of: Measurement['of']): Measurement {
  const found = measurements.find(
    (each) => each.what === what && Object.entries(of).every(([name, value]) => each.of[name] === value),
  );
  if (!found) throw new Error(`${what} was not measured for ${JSON.stringify(of)}.`);
  return found;
}
