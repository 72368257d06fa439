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
  return estimateOf(values, meanOf);
}

/** Any figure of a sample, and what it would be with other samples of the kind: bootstrap over the members of the sample. */
export function estimateOf<T>(sample: readonly T[], figure: (sample: readonly T[]) => number): Estimate {
  const random = seededRandom(SEED);
  const figures = Array.from({ length: RESAMPLES }, () =>
    figure(sample.map(() => sample[Math.floor(random() * sample.length)] as T)),
  ).sort((a, b) => a - b);
  const at = (share: number): number => figures[Math.round(share * (RESAMPLES - 1))] ?? Number.NaN;
  return { mean: figure(sample), from: at(0.025), to: at(0.975) };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
