import { seededRandom } from './random.ts';

/** A mean with its interval of 95%. */
export interface Estimate {
  readonly mean: number;
  readonly from: number;
  readonly to: number;
}

const RESAMPLES = 2_000;
const SEED = 7;

/** The mean over problems, and what it would be with other problems of the kind: bootstrap over problems, not over worlds. */
export function estimate(values: readonly number[]): Estimate {
  const random = seededRandom(SEED);
  const means = Array.from({ length: RESAMPLES }, () =>
    meanOf(values.map(() => values[Math.floor(random() * values.length)] ?? 0)),
  ).sort((a, b) => a - b);
  const at = (share: number): number => means[Math.round(share * (RESAMPLES - 1))] ?? Number.NaN;
  return { mean: meanOf(values), from: at(0.025), to: at(0.975) };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
