import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { randomFrom, randomVectors, unit } from '../../test/random-vectors.ts';
import { loadNative, type NativeModule } from './native.ts';
import type { Neighbour } from './nearest.ts';
import { VectorIndex } from './vector-index.ts';

let native: NativeModule | undefined;
beforeAll(async () => {
  native = await loadNative();
});

/** What a search must find: every score, sorted. No heap, no chunks, no graph. */
function reference(
  stored: ReadonlyMap<number, Float32Array>,
  query: Float32Array,
  limit: number,
  accept: (key: number) => boolean,
): Neighbour[] {
  return [...stored]
    .filter(([key]) => accept(key))
    .map(([key, vector]) => ({
      key,
      score: vector.reduce((sum, value, at) => sum + value * (query[at] as number), 0),
    }))
    .sort((a, b) => b.score - a.score)
    .slice(0, limit);
}

/** Equal but for rounding; which of equal scores survive the cut is open, so keys are compared by their scores. */
function expectNearest(found: readonly Neighbour[], wanted: readonly Neighbour[]): void {
  expect(found.map(({ score }) => score)).toEqual(wanted.map(({ score }) => expect.closeTo(score, 5)));
}

/** Whatever was found: in order, each once, let through, and with its own score. */
function expectSound(
  found: readonly Neighbour[],
  stored: ReadonlyMap<number, Float32Array>,
  query: Float32Array,
  accept: (key: number) => boolean,
): void {
  expect(new Set(found.map(({ key }) => key)).size).toBe(found.length);
  for (const [rank, { key, score }] of found.entries()) {
    expect(accept(key)).toBe(true);
    const [own] = reference(new Map([[key, stored.get(key) as Float32Array]]), query, 1, () => true);
    expect(score).toBeCloseTo(own?.score as number, 5);
    const before = found[rank - 1];
    if (before) expect(before.score > score || (before.score === score && before.key < key)).toBe(true);
  }
}

// Few keys and coarse coordinates, so that keys meet again and scores tie. 7 dimensions: no multiple of 4.
const DIMENSIONS = 7;
const key = fc.nat(40);
const vector = fc
  .array(fc.integer({ min: -3, max: 3 }), { minLength: DIMENSIONS, maxLength: DIMENSIONS })
  .filter((values) => values.some((value) => value !== 0))
  .map((values) => unit(Float32Array.from(values)));
const command = fc.oneof(
  { weight: 6, arbitrary: fc.record({ verb: fc.constant('set' as const), key, vector }) },
  { weight: 3, arbitrary: fc.record({ verb: fc.constant('remove' as const), key }) },
  { weight: 2, arbitrary: fc.record({ verb: fc.constant('advance' as const), count: fc.nat(20) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      verb: fc.constant('search' as const),
      vector,
      limit: fc.integer({ min: 1, max: 12 }),
      residues: fc.subarray([0, 1, 2, 3, 4, 5, 6]),
    }),
  },
);
// By itself fast-check keeps arrays so short that no graph would begin.
const commands = fc.array(command, { maxLength: 150, size: 'max' });

function run(
  index: VectorIndex,
  script: readonly (typeof command extends fc.Arbitrary<infer C> ? C : never)[],
  check: (found: Neighbour[], wanted: Neighbour[], sound: () => void) => void,
): void {
  const stored = new Map<number, Float32Array>();
  for (const step of script) {
    if (step.verb === 'set') {
      index.set(step.key, step.vector);
      stored.set(step.key, step.vector);
    } else if (step.verb === 'remove') {
      expect(index.remove(step.key)).toBe(stored.delete(step.key));
    } else if (step.verb === 'advance') {
      const before = index.pending;
      index.advance(step.count);
      expect(index.pending).toBe(Math.max(0, before - step.count));
    } else {
      const accept = (candidate: number): boolean => step.residues.includes(candidate % 7);
      const found = index.search(step.vector, step.limit, accept);
      check(found, reference(stored, step.vector, step.limit, accept), () =>
        expectSound(found, stored, step.vector, accept),
      );
    }
    expect(index.size).toBe(stored.size);
  }
  for (const [stillThere, its] of stored) expect(index.get(stillThere)).toEqual(its);
}

describe('searches equal a naive reference, whatever was set and removed before', () => {
  const exactly = (found: Neighbour[], wanted: Neighbour[], sound: () => void): void => {
    expectNearest(found, wanted);
    sound();
  };

  test('natively', () => {
    fc.assert(
      fc.property(commands, (script) =>
        run(
          new VectorIndex({ dimensions: DIMENSIONS, native, hnswFrom: Number.POSITIVE_INFINITY }),
          script,
          exactly,
        ),
      ),
    );
  });

  test('in plain JavaScript', () => {
    fc.assert(
      fc.property(commands, (script) =>
        run(new VectorIndex({ dimensions: DIMENSIONS, hnswFrom: 4 }), script, exactly),
      ),
    );
  });

  test('through the graph: as many as there are, with their own scores', () => {
    fc.assert(
      fc.property(commands, (script) =>
        run(
          new VectorIndex({ dimensions: DIMENSIONS, native, hnswFrom: 4 }),
          script,
          (found, wanted, sound) => {
            expect(found.length).toBe(wanted.length);
            sound();
          },
        ),
      ),
    );
  });
});

describe('over many chunks of vectors', () => {
  const random = randomFrom(1);
  const vectors = randomVectors(7_000, 24, random);
  const queries = randomVectors(30, 24, random);

  function fill(index: VectorIndex): Map<number, Float32Array> {
    const stored = new Map(vectors.entries());
    for (const [at, each] of stored) index.set(at, each);
    for (let at = 0; at < vectors.length; at += 3) {
      index.remove(at);
      stored.delete(at);
    }
    return stored;
  }

  test.each([
    ['everything', () => true],
    ['one in a hundred', (at: number) => at % 100 === 1],
    ['one in two', (at: number) => at % 2 === 1],
    ['nothing', () => false],
  ] as const)(
    'native and plain search agree to the bit where the filter lets through %s',
    (_name, accept) => {
      const plain = new VectorIndex({ dimensions: 24 });
      const quick = new VectorIndex({ dimensions: 24, native });
      const stored = fill(plain);
      fill(quick);
      for (const query of queries) {
        const found = plain.search(query, 10, accept);
        expectNearest(found, reference(stored, query, 10, accept));
        expect(quick.search(query, 10, accept)).toEqual(found);
      }
    },
  );

  test('a limit above the size finds everything', () => {
    const index = new VectorIndex({ dimensions: 24, native });
    const stored = fill(index);
    expect(index.search(queries[0] as Float32Array, 10_000)).toHaveLength(stored.size);
  });
});

describe('the graph', () => {
  const random = randomFrom(2);
  const vectors = randomVectors(10_000, 64, random);
  const queries = randomVectors(200, 64, random);

  function grown(count: number): VectorIndex {
    const index = new VectorIndex({ dimensions: 64, native, hnswFrom: 1_000 });
    for (const [at, each] of vectors.slice(0, count).entries()) index.set(at, each);
    while (index.pending > 0) index.advance(64);
    return index;
  }

  /** Share of the ten that are found; one that scores as the exact tenth, but for rounding, counts. */
  function recall(index: VectorIndex, from: number, to: number): number {
    const stored = new Map([...vectors.entries()].slice(from, to));
    const shares = queries.map((query) => {
      const tenth = reference(stored, query, 10, () => true)[9]?.score as number;
      return index.search(query, 10).filter(({ score }) => score >= tenth - 1e-6).length / 10;
    });
    return shares.reduce((sum, share) => sum + share, 0) / shares.length;
  }

  test('begins at the size it is told, and takes as many as it is told', () => {
    const index = new VectorIndex({ dimensions: 64, native, hnswFrom: 1_000 });
    for (const [at, each] of vectors.slice(0, 999).entries()) index.set(at, each);
    expect([index.kind, index.pending]).toEqual(['exact', 0]);
    index.set(999, vectors[999] as Float32Array);
    expect([index.kind, index.pending]).toEqual(['exact', 1_000]);
    index.advance(8);
    expect([index.kind, index.pending]).toEqual(['hnsw', 992]);
  });

  test('finds at least 95 of 100 of the ten nearest of 5,000', () => {
    expect(recall(grown(5_000), 0, 5_000)).toBeGreaterThanOrEqual(0.95);
  });

  test('still does when half of them were replaced, just before it is built anew', () => {
    const index = grown(5_000);
    const replace = (at: number): void => {
      index.remove(at);
      index.set(at + 5_000, vectors[at + 5_000] as Float32Array);
      index.advance(8);
    };
    for (let at = 0; at < 2_499; at++) replace(at);
    expect([index.kind, index.pending]).toEqual(['hnsw', 0]);
    expect(recall(index, 2_499, 7_499)).toBeGreaterThanOrEqual(0.95);
    replace(2_499);
    expect([index.kind, index.pending]).toEqual(['hnsw', 4_992]);
  });

  test('is given up where too few are left for one', () => {
    const index = grown(1_200);
    for (let at = 0; at < 400; at++) index.remove(at);
    expect([index.kind, index.pending]).toEqual(['hnsw', 0]);
    index.remove(400);
    expect([index.kind, index.pending, index.size]).toEqual(['exact', 0, 799]);
  });

  test('does not hear of a key that is set to the vector it has', () => {
    const index = grown(1_000);
    index.set(7, vectors[7] as Float32Array);
    expect(index.pending).toBe(0);
    index.set(7, vectors[8] as Float32Array);
    expect(index.pending).toBe(1);
  });

  test('never costs hits, whatever share the filter lets through', () => {
    const index = grown(5_000);
    const stored = new Map(vectors.slice(0, 5_000).entries());
    for (const share of [2, 10, 50, 500, 2_500]) {
      const accept = (at: number): boolean => at % share === 0;
      for (const query of queries.slice(0, 20)) {
        const found = index.search(query, 10, accept);
        expect(found).toHaveLength(Math.min(10, 5_000 / share));
        expectSound(found, stored, query, accept);
      }
    }
  });

  test('answers exactly where the filter lets little through', () => {
    const index = grown(5_000);
    const stored = new Map(vectors.slice(0, 5_000).entries());
    const accept = (at: number): boolean => at % 100 === 0;
    for (const query of queries)
      expectNearest(index.search(query, 10, accept), reference(stored, query, 10, accept));
  });
});

test('a query that lies inside a larger buffer is read from where it lies', () => {
  const vectors = randomVectors(100, 16, randomFrom(3));
  const buffer = new Float32Array(64);
  buffer.set(vectors[5] as Float32Array, 32);
  for (const index of [new VectorIndex({ dimensions: 16, native }), new VectorIndex({ dimensions: 16 })]) {
    for (const [at, each] of vectors.entries()) index.set(at, each);
    expect(index.search(buffer.subarray(32, 48), 1)).toEqual([{ key: 5, score: expect.closeTo(1, 6) }]);
  }
});

test('vectors are copied in and out', () => {
  const index = new VectorIndex({ dimensions: 2 });
  const given = Float32Array.of(1, 0);
  index.set(0, given);
  given[0] = 0;
  const taken = index.get(0);
  expect(taken).toEqual(Float32Array.of(1, 0));
  taken?.fill(0);
  expect(index.search(Float32Array.of(1, 0), 1)).toEqual([{ key: 0, score: 1 }]);
});

test('scores stay within -1 and 1 where rounding makes a vector a little long', () => {
  const index = new VectorIndex({ dimensions: 2 });
  const long = Float32Array.of(0.8, 0.6000001);
  index.set(0, long);
  index.set(
    1,
    long.map((value) => -value),
  );
  expect(index.search(long, 2).map(({ score }) => score)).toEqual([1, -1]);
});
