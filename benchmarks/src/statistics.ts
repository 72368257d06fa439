/** Times of calls, in the unit of what was measured. */
export interface Times {
  readonly samples: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** A figure and how far it wanders. */
export interface Spread {
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
}

/** A ratio over the whole run, and how the same ratio spreads when it is taken in each round. */
export interface Ratio extends Spread {
  readonly ratio: number;
}

export function timesOf(samples: readonly number[]): Times {
  const sorted = samples.toSorted((a, b) => a - b);
  return {
    samples: sorted.length,
    mean: mean(sorted),
    p50: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    p99: quantile(sorted, 0.99),
    max: quantile(sorted, 1),
  };
}

export function spreadOf(samples: readonly number[]): Spread {
  const sorted = samples.toSorted((a, b) => a - b);
  return { q1: quantile(sorted, 0.25), median: quantile(sorted, 0.5), q3: quantile(sorted, 0.75) };
}

/** `figure` of the first over `figure` of the second, both measured in the same rounds. */
export function ratioOf(
  above: readonly (readonly number[])[],
  below: readonly (readonly number[])[],
  figure: (samples: readonly number[]) => number,
): Ratio {
  const perRound = above.map((samples, round) => figure(samples) / figure(below[round] as readonly number[]));
  return { ratio: figure(above.flat()) / figure(below.flat()), ...spreadOf(perRound) };
}

export function mean(samples: readonly number[]): number {
  return samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
}

export function median(samples: readonly number[]): number {
  return spreadOf(samples).median;
}

/** In random order, so that what else the machine does falls on all alike. */
export function shuffled<T>(items: readonly T[]): T[] {
  const order = [...items];
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(Math.random() * (at + 1));
    [order[at], order[other]] = [order[other] as T, order[at] as T];
  }
  return order;
}

/** Of samples in any order, at a share from 0 to 1. */
export function quantileOf(samples: readonly number[], share: number): number {
  return quantile(
    samples.toSorted((a, b) => a - b),
    share,
  );
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(share * (sorted.length - 1))] as number;
}
