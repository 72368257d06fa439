import fc from 'fast-check';
import { expect, it } from 'vitest';
import { confidenceRank, secondsRank } from './ranks.ts';

const seconds = fc.double({ min: 2 ** 30, max: 2 ** 33, noNaN: true });

it('ranks seconds from 2004 on as they are ordered, to the last bit', () => {
  fc.assert(
    fc.property(seconds, seconds, (a, b) => {
      expect(Math.sign(secondsRank(a) - secondsRank(b))).toBe(Math.sign(a - b));
    }),
  );
  const moment = 1_763_900_000.123456;
  expect(secondsRank(moment)).toBeLessThan(secondsRank(moment + 2 ** -22));
});

it('ranks numbers from 0 to 1 as they are ordered', () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(unit, unit, (a, b) => {
      if (Math.abs(a - b) > 2 ** -53) {
        expect(Math.sign(confidenceRank(a) - confidenceRank(b))).toBe(Math.sign(a - b));
      }
    }),
  );
});

it('makes whole numbers, which JSON carries unchanged', () => {
  for (const rank of [secondsRank(1_763_900_000.1), secondsRank(2 ** 33 - 1), confidenceRank(1 / 3)]) {
    expect(rank).toSatisfy(Number.isInteger);
    expect(JSON.parse(JSON.stringify(rank))).toBe(rank);
  }
});
