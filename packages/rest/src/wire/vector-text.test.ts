import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { vectorFromText, vectorToText } from './vector-text.ts';

const finite = fc.float32Array({ minLength: 1, maxLength: 40, noNaN: true, noDefaultInfinity: true });

it('comes back to the last bit, and is what every language reads', () => {
  fc.assert(
    fc.property(finite, (vector) => {
      const text = vectorToText(vector);
      expect(vectorFromText(text)).toEqual(vector);
      const bytes = Buffer.alloc(4 * vector.length);
      for (const [i, value] of vector.entries()) bytes.writeFloatLE(value, 4 * i);
      expect(text).toBe(bytes.toString('base64'));
    }),
  );
});

it('takes vectors longer than a call has arguments, and parts of larger ones', () => {
  const long = Float32Array.from({ length: 200_000 }, (_, i) => i);
  expect(vectorFromText(vectorToText(long))).toEqual(long);
  expect(vectorFromText(vectorToText(long.subarray(7, 9)))).toEqual(Float32Array.of(7, 8));
});

it.each([
  '',
  'AAA',
  'AAAA',
  'AAAAAAA=',
  'AA AAA==',
  'AAAA    AA==',
  '\nAAAAAA==\t\n ',
  '=AAAAA==',
  'AAAA\u00e9AA=',
  vectorToText(Float32Array.of(NaN)),
])('does not read %j', (text) => {
  expect(vectorFromText(text)).toBeUndefined();
});
