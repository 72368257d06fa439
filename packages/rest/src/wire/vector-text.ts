const BYTES = 4;
/** Most arguments that one call may safely have, in every engine. */
const SLICE = 8_192;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** A vector as it crosses the wire: base64 of its float32 numbers, little-endian. A third of what JSON numbers take. */
export function vectorToText(vector: Float32Array): string {
  const view = new DataView(new ArrayBuffer(vector.length * BYTES));
  for (const [i, value] of vector.entries()) view.setFloat32(i * BYTES, value, true);
  const bytes = new Uint8Array(view.buffer);
  let binary = '';
  for (let from = 0; from < bytes.length; from += SLICE) {
    binary += String.fromCharCode(...bytes.subarray(from, from + SLICE));
  }
  return btoa(binary);
}

/** Undefined where the text is no such vector, or holds a number that is not finite. */
export function vectorFromText(text: string): Float32Array | undefined {
  if (!BASE64.test(text) || text.length % BYTES !== 0) return undefined;
  const binary = atob(text);
  if (binary.length === 0 || binary.length % BYTES !== 0) return undefined;
  const view = new DataView(new ArrayBuffer(binary.length));
  for (let i = 0; i < binary.length; i++) view.setUint8(i, binary.charCodeAt(i));
  const vector = Float32Array.from({ length: binary.length / BYTES }, (_, i) =>
    view.getFloat32(i * BYTES, true),
  );
  return vector.every(Number.isFinite) ? vector : undefined;
}
