/**
 * A vector as it is stored: one float32, the scale, then its numbers as int16, all little-endian. A number is its int16
 * times the scale, right to 1.6e-5 of the largest: half the size of float32, and nothing that a ranking would notice.
 */
const SCALE_BYTES = 4;
const LARGEST = 32_767;

export function encodeVector(vector: Float32Array): Uint8Array {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  const scale = Math.fround(largest / LARGEST);
  const blob = new Uint8Array(SCALE_BYTES + 2 * vector.length);
  const view = new DataView(blob.buffer);
  view.setFloat32(0, scale, true);
  // A scale of 0 leaves zeros. Rounded to float32 the scale may make the largest number one step too many.
  if (scale === 0) return blob;
  for (let i = 0; i < vector.length; i++) {
    const steps = Math.round((vector[i] as number) / scale);
    view.setInt16(SCALE_BYTES + 2 * i, Math.max(-LARGEST, Math.min(LARGEST, steps)), true);
  }
  return blob;
}

/** The stored vector; undefined where the value is none: a flipped bit can make a text of a column of bytes. */
export function decodeVector(blob: unknown): Float32Array | undefined {
  if (!(blob instanceof Uint8Array)) return undefined;
  const length = (blob.length - SCALE_BYTES) / 2;
  if (length < 1 || !Number.isInteger(length)) return undefined;
  const view = new DataView(blob.buffer, blob.byteOffset, blob.length);
  const scale = view.getFloat32(0, true);
  const vector = new Float32Array(length);
  for (let i = 0; i < length; i++) vector[i] = view.getInt16(SCALE_BYTES + 2 * i, true) * scale;
  return vector;
}
