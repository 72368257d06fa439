import type { Measurement, Unit } from '../bench/measurement.ts';
import { ratioOf, shuffled, spreadOf } from '../statistics.ts';

/** What was measured, one array of samples for each round. */
export type Rounds = readonly (readonly number[])[];

/** Calls before the clock runs: files are read by then, and code is compiled. */
export const WARM_UP = 20;

type Of = Measurement['of'];
type Figure = (samples: readonly number[]) => number;

/** Each of them once in every round, in random order: what else the machine does falls on all alike. */
export async function inTurns<K extends string>(
  measured: Readonly<Record<K, () => Promise<readonly number[]>>>,
  rounds: number,
  afterEach: (share: number) => void,
): Promise<Readonly<Record<K, Rounds>>> {
  const names = Object.keys(measured) as K[];
  const seen = {} as Record<K, number[][]>;
  for (const name of names) seen[name] = [];
  for (let round = 0; round < rounds; round++) {
    for (const name of shuffled(names)) seen[name].push([...(await measured[name]())]);
    afterEach((round + 1) / rounds);
  }
  return seen;
}

/** A figure of all samples, with the quartiles of the rounds' own. */
export function figureOf(
  what: string,
  of: Of,
  rounds: Rounds,
  { unit, figure, better = 'less' }: { unit: Unit; figure: Figure; better?: 'less' | 'more' },
): Measurement {
  const { q1, q3 } = spreadOf(rounds.map(figure));
  const samples = rounds.flat();
  const spread = { low: q1, high: q3, kind: 'quartiles' } as const;
  return { what, of, value: figure(samples), unit, samples: samples.length, spread, better };
}

/** Ours over another's, by one figure. */
export function ratioTo(
  what: string,
  of: Of,
  [ours, other]: readonly [Rounds, Rounds],
  figure: Figure,
  better: 'less' | 'more' = 'less',
): Measurement {
  const { ratio, q1, q3 } = ratioOf(ours, other, figure);
  const spread = { low: q1, high: q3, kind: 'quartiles' } as const;
  return { what, of, value: ratio, unit: 'ratio', samples: ours.length, spread, better };
}

/** For a sentence: the ratio with its quartiles. */
export function spoken({ value, spread }: Measurement): string {
  const digits = value < 10 ? 2 : 0;
  if (!spread) return value.toFixed(digits);
  return `${value.toFixed(digits)} (${spread.low.toFixed(digits)} to ${spread.high.toFixed(digits)})`;
}
