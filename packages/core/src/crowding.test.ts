import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crowding } from './crowding.ts';

const REPEAT = 0.97;

/** A vector at this angle in the plane of two axes. */
function at(degrees: number, axis = 0): Float32Array {
  const vector = new Float32Array(128);
  vector[axis] = Math.cos((degrees * Math.PI) / 180);
  vector[axis + 1] = Math.sin((degrees * Math.PI) / 180);
  return vector;
}

describe('crowding', () => {
  it('is the mean cosine to the nearest other, of those that are missing 0', () => {
    expect(crowding([], REPEAT)).toBe(0);
    expect(crowding([at(0)], REPEAT)).toBe(0);
    expect(crowding([at(0), at(60)], REPEAT)).toBeCloseTo(1 / 64, 6);
    // 0° and 30° are nearest to each other; 90° to 30°.
    expect(crowding([at(0), at(90), at(30)], REPEAT)).toBeCloseTo((2 * 0.8660254 + 0.5) / 64, 6);
  });

  it('is 0 where none is near another, and where the nearest point away', () => {
    expect(
      crowding(
        Array.from({ length: 64 }, (_, i) => at(0, 2 * i)),
        REPEAT,
      ),
    ).toBe(0);
    expect(crowding([at(0), at(180)], REPEAT)).toBe(0);
  });

  it('looks at the nearest 64', () => {
    const apart = Array.from({ length: 64 }, (_, i) => at(0, 2 * (i % 63)));
    expect(crowding([...apart, at(30), at(30, 2)], 1.01)).toBe(crowding(apart, 1.01));
  });

  it('leaves out repeats: many who tell one problem are no crowd', () => {
    const pairs = Array.from({ length: 32 }, (_, i) => [at(0, 2 * i), at(30, 2 * i)]).flat();
    expect(crowding(pairs, REPEAT)).toBeCloseTo(0.866, 3);
    const told = Array.from({ length: 50 }, (_, i) => at(i / 10));
    expect(crowding(told, REPEAT)).toBe(0);
    // Beside 50 repeats of the first, 14 others: the mean is over what is different.
    const others = pairs.slice(2, 16);
    expect(crowding([...told, ...others], REPEAT)).toBeCloseTo((14 * 0.8660254) / 16, 3);
  });

  it('never trusts a handful: of fewer than sixteen different ones the rest count as apart', () => {
    const two = [...Array.from({ length: 32 }, () => at(0)), ...Array.from({ length: 32 }, () => at(20))];
    expect(crowding(two, REPEAT)).toBeCloseTo((2 * 0.9396926) / 16, 5);
  });

  it('lies between 0 and 1', () => {
    const vector = fc.tuple(fc.integer({ min: 0, max: 359 }), fc.integer({ min: 0, max: 3 }));
    fc.assert(
      fc.property(fc.array(vector, { maxLength: 80 }), (all) => {
        const value = crowding(
          all.map(([degrees, axis]) => at(degrees, axis)),
          REPEAT,
        );
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }),
    );
  });
});
