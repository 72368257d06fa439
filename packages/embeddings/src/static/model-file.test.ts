import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import record from '../../models/static.json' with { type: 'json' };
import { readModel } from './model-file.ts';

const file = readFileSync(new URL('../../models/static.bin', import.meta.url));

test('the committed model is the one that its record describes', () => {
  expect(createHash('sha256').update(file).digest('hex')).toBe(record.sha256);
  expect(file.length).toBe(record.bytes);
});

test('the model takes at most 8 MB of the package', () => {
  expect(file.length).toBeLessThanOrEqual(8_000_000);
});

test('the revision is the beginning of the SHA-256 of the file', () => {
  expect(readModel(file).revision).toBe(record.sha256.slice(0, 12));
});

test('bytes that are not aligned are read all the same', () => {
  const shifted = new Uint8Array(file.length + 1);
  shifted.set(file, 1);
  expect(readModel(shifted.subarray(1)).revision).toBe(record.sha256.slice(0, 12));
});

test.each([
  ['empty', () => new Uint8Array(0), 'not a model file'],
  ['another file', () => new Uint8Array(1_000).fill(65), 'not a model file'],
  ['cut off', () => file.subarray(0, file.length - 1), 'should have'],
  ['cut off within the header', () => file.subarray(0, 30), 'not a model file'],
  ['changed in one bit', () => flipped(file.length - 5), 'checksum'],
  ['changed in its header', () => flipped(40), 'checksum'],
  ['of another version', () => flipped(8), 'version'],
])('a file that is %s is refused', (_, bytes, reason) => {
  expect(() => readModel(bytes())).toThrow(reason);
});

function flipped(at: number): Uint8Array {
  const bytes = new Uint8Array(file);
  bytes[at] = (bytes[at] as number) ^ 2;
  return bytes;
}
