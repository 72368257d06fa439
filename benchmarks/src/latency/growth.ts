import type { Spread } from '../bench/measurement.ts';
import { bootstrap } from '../resample.ts';
import { median } from '../statistics.ts';

/** Times of the queries of one store and filter at one size, by round. */
export interface Sized {
  readonly packets: number;
  readonly rounds: readonly (readonly number[])[];
}

/** How a figure grows with N: as N to the power of `exponent`. */
export interface Growth {
  readonly from: number;
  readonly to: number;
  /** How many sizes. */
  readonly sizes: number;
  readonly exponent: number;
  /** 95% of a bootstrap over the rounds. */
  readonly spread: Spread;
  /** The exponent that a logarithm of N would have over the same sizes; O(N) has 1. */
  readonly ofLogarithm: number;
}

/** The slope of the line through the points on paper with two logarithmic axes, by least squares. */
export function exponentOf(sizes: readonly number[], figures: readonly number[]): number {
  const x = sizes.map(Math.log);
  const y = figures.map(Math.log);
  const [meanX, meanY] = [x, y].map((of) => of.reduce((sum, each) => sum + each, 0) / of.length) as [
    number,
    number,
  ];
  const covariance = x.reduce((sum, each, at) => sum + (each - meanX) * ((y[at] as number) - meanY), 0);
  return covariance / x.reduce((sum, each) => sum + (each - meanX) ** 2, 0);
}

/** Of the median, over two sizes or more. */
export function growthOf(sized: readonly Sized[]): Growth {
  const sizes = sized.map(({ packets }) => packets);
  const medians = (of: readonly Sized[]): number[] => of.map(({ rounds }) => median(rounds.flat()));
  const exponent = exponentOf(sizes, medians(sized));
  // Rounds are numbered alike at each size, so that one draw of them serves all.
  const count = Math.min(...sized.map(({ rounds }) => rounds.length));
  const spread = bootstrap([...Array(count).keys()], (drawn) =>
    exponentOf(
      sizes,
      sized.map(({ rounds }) => median(drawn.map((round) => median(rounds[round] as readonly number[])))),
    ),
  );
  return {
    from: Math.min(...sizes),
    to: Math.max(...sizes),
    sizes: sizes.length,
    exponent,
    spread: { ...spread, low: Math.min(spread.low, exponent), high: Math.max(spread.high, exponent) },
    ofLogarithm: exponentOf(sizes, sizes.map(Math.log)),
  };
}

/** What the interval leaves possible, in words: the end of "it grows …". */
export function growthInWords({ spread, ofLogarithm: logarithm }: Growth): string {
  // In the hundredths that people are shown.
  const [low, high, ofLogarithm] = [spread.low, spread.high, logarithm].map((each) =>
    Number(each.toFixed(2)),
  ) as [number, number, number];
  if (high < 0) return 'not at all';
  if (low <= 0) return high < 1 ? 'too little to be told from standing still' : 'in no way that can be told';
  if (high < ofLogarithm) return 'more slowly than log N';
  if (low <= ofLogarithm) return high < 1 ? 'as log N does' : 'in no way that can be told';
  if (high < 1) return 'faster than log N and more slowly than N';
  return low <= 1 ? 'as N does' : 'faster than N';
}
