/** A way to store a vector. */
export interface Encoding {
  readonly name: string;
  encode(vector: Float32Array): Uint8Array;
  decode(bytes: Uint8Array): Float32Array;
}

const SCALE_BYTES = 4;

/** How the transport stores a vector (`vector-blob.ts` of @qis/sqlite): a scale, then whole numbers. */
export function decodeInt16(bytes: Uint8Array): Float32Array {
  return decodeScaled(bytes, Int16Array);
}

export const ENCODINGS: readonly Encoding[] = [
  {
    name: 'float32',
    encode: (vector) => bytesOf(vector),
    decode: (bytes) => new Float32Array(copyOf(bytes)),
  },
  { name: 'int16 with scale', encode: (vector) => encodeScaled(vector, Int16Array), decode: decodeInt16 },
  {
    name: 'float16',
    encode: (vector) => bytesOf(new Float16Array(vector)),
    decode: (bytes) => new Float32Array(new Float16Array(copyOf(bytes))),
  },
  {
    name: 'int8 with scale',
    encode: (vector) => encodeScaled(vector, Int8Array),
    decode: (bytes) => decodeScaled(bytes, Int8Array),
  },
];

type WholeNumbers = typeof Int8Array | typeof Int16Array;

function encodeScaled(vector: Float32Array, Numbers: WholeNumbers): Uint8Array {
  const steps = 2 ** (8 * Numbers.BYTES_PER_ELEMENT - 1) - 1;
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = Math.fround(largest / steps);
  const numbers = new Numbers(vector.length);
  for (const [at, value] of vector.entries())
    numbers[at] = scale === 0 ? 0 : Math.max(-steps, Math.min(steps, Math.round(value / scale)));
  const bytes = new Uint8Array(SCALE_BYTES + numbers.byteLength);
  bytes.set(bytesOf(new Float32Array([scale])));
  bytes.set(bytesOf(numbers), SCALE_BYTES);
  return bytes;
}

function decodeScaled(bytes: Uint8Array, Numbers: WholeNumbers): Float32Array {
  const [scale = 0] = new Float32Array(copyOf(bytes.subarray(0, SCALE_BYTES)));
  const numbers = new Numbers(copyOf(bytes.subarray(SCALE_BYTES)));
  return Float32Array.from(numbers, (value) => value * scale);
}

function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** At the start of a buffer of its own; a `Buffer` would give a view where a `Uint8Array` copies. */
function copyOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
