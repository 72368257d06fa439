import { endianness } from 'node:os';
import { OutcomeError } from '@qis/core';

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const BIG_ENDIAN = endianness() === 'BE';

/**
 * A vector as text: base64 of its float32 numbers, little-endian, which every language can read in a line. Exact to the
 * last bit, and less than half as long as decimal numbers would be.
 */
export function encodeVector(vector: Float32Array): string {
  return bytesOf(vector.slice()).toString('base64');
}

/** @throws OutcomeError where it is no such text. */
export function decodeVector(text: unknown): Float32Array {
  const isText = typeof text === 'string' && text.length % 4 === 0 && BASE64.test(text);
  const bytes = isText ? Buffer.from(text, 'base64') : Buffer.alloc(0);
  if (bytes.length === 0 || bytes.length % Float32Array.BYTES_PER_ELEMENT !== 0) {
    const message = 'vector must be base64 of float32 numbers, little-endian: or leave it out.';
    throw new OutcomeError('INVALID_PACKET', message, { field: 'vector' });
  }
  const vector = new Float32Array(bytes.length / Float32Array.BYTES_PER_ELEMENT);
  bytes.copy(new Uint8Array(vector.buffer));
  bytesOf(vector);
  return vector;
}

/** Its own bytes, in the order of the text; called again on them, in the order of this machine. */
function bytesOf({ buffer }: Float32Array): Buffer {
  const bytes = Buffer.from(buffer);
  return BIG_ENDIAN ? bytes.swap32() : bytes;
}
