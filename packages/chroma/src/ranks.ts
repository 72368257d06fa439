/**
 * Chroma compares a fraction with a whole number wrongly, and may be off by the last bit of a fraction. So what filters
 * compare is stored as a whole number that grows with it.
 */

/** Below 2^33 seconds, which is the year 2242, a float64 has no finer part from 2004 on. */
const PARTS_OF_A_SECOND = 2 ** 22;
const PARTS_OF_ONE = 2 ** 53;

/** For seconds since the epoch. Order and equality are exact from 2004 on, and right to 0.24 µs before. */
export function secondsRank(seconds: number): number {
  return Math.floor(seconds * PARTS_OF_A_SECOND);
}

/** For numbers from 0 to 1. Order and equality are right to 1.2e-16. */
export function confidenceRank(confidence: number): number {
  return Math.floor(confidence * PARTS_OF_ONE);
}
