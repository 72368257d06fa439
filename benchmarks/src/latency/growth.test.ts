import { expect, test } from 'vitest';
import { exponentOf, growthInWords, growthOf, type Sized } from './growth.ts';

const SIZES = [100, 1_000, 10_000, 100_000];

/** Ten rounds of ten queries at each size, which wander by up to 2%. */
function sized(timeOf: (packets: number) => number): readonly Sized[] {
  return SIZES.map((packets) => ({
    packets,
    rounds: Array.from({ length: 10 }, (_, round) =>
      Array.from(
        { length: 10 },
        (_, at) => timeOf(packets) * (1 + ((round * 7 + at * 3 + (packets % 97)) % 5) / 100),
      ),
    ),
  }));
}

test('the exponent is the slope where both axes are logarithmic', () => {
  expect(
    exponentOf(
      SIZES,
      SIZES.map((n) => 3 * n),
    ),
  ).toBeCloseTo(1, 10);
  expect(
    exponentOf(
      SIZES,
      SIZES.map((n) => 5 * n ** 0.5),
    ),
  ).toBeCloseTo(0.5, 10);
});

test('times that grow as N, as log N and not at all are told apart', () => {
  const words = (timeOf: (n: number) => number): string => growthInWords(growthOf(sized(timeOf)));
  expect(words((n) => n / 1_000)).toBe('as N does');
  expect(words(Math.log)).toBe('as log N does');
  expect(words((n) => n ** 0.5)).toBe('faster than log N and more slowly than N');
  expect(words((n) => n ** 1.5)).toBe('faster than N');
  expect(words((n) => n ** 0.05)).toBe('more slowly than log N');
  expect(words((n) => n ** -0.5)).toBe('not at all');
  expect(words(() => 1)).toBe('too little to be told from standing still');
});

test('the interval holds the exponent', () => {
  const { exponent, spread } = growthOf(sized((n) => n ** 0.7));
  expect(spread.low).toBeLessThanOrEqual(exponent);
  expect(spread.high).toBeGreaterThanOrEqual(exponent);
  expect(spread.high - spread.low).toBeLessThan(0.02);
});
