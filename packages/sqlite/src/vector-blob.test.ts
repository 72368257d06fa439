import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeVector, encodeVector } from './vector-blob.ts';

/** Of unit length, as all that are stored. */
const vectors = fc
  .float32Array({ minLength: 1, maxLength: 40, min: -1, max: 1, noNaN: true })
  .map((vector) => ({ vector, length: Math.hypot(...vector) }))
  .filter(({ length }) => length > 1e-6)
  .map(({ vector, length }) => vector.map((value) => value / length));

test('a vector comes back right to a 65,000th of its largest number', () => {
  fc.assert(
    fc.property(vectors, (vector) => {
      const decoded = decodeVector(encodeVector(vector)) as Float32Array;
      const largest = Math.max(...vector.map(Math.abs));
      expect(decoded).toHaveLength(vector.length);
      for (const [i, value] of vector.entries()) {
        expect(Math.abs((decoded[i] as number) - value)).toBeLessThanOrEqual(largest / 65_000);
      }
    }),
  );
});

test('zeros stay zeros', () => {
  expect(decodeVector(encodeVector(new Float32Array(3)))).toEqual(new Float32Array(3));
});

test('is written the same again once it was read', () => {
  fc.assert(
    fc.property(vectors, (vector) => {
      const blob = encodeVector(vector);
      expect(encodeVector(decodeVector(blob) as Float32Array)).toEqual(blob);
    }),
  );
});

test('takes two bytes a number and four more', () => {
  expect(encodeVector(new Float32Array(256))).toHaveLength(516);
});

test.each([0, 3, 4, 5, 7])('%i bytes are no vector', (length) => {
  expect(decodeVector(new Uint8Array(length))).toBeUndefined();
});

test('is read wherever it lies in a larger buffer', () => {
  const blob = encodeVector(Float32Array.of(0.5, -0.25));
  const larger = new Uint8Array(blob.length + 3);
  larger.set(blob, 3);
  expect(decodeVector(larger.subarray(3))).toEqual(decodeVector(blob));
});
