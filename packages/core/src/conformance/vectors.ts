import type { Fingerprint } from '../embedder.ts';

/** Small, so that a clause can write hundreds of records to a server in no time. */
const DIMENSIONS = 8;

/** The embedding space in which the suite opens collections: for a store that is told its space before it is opened. */
export const FINGERPRINT: Fingerprint = {
  model: 'qis-conformance',
  revision: '1',
  dtype: 'fp32',
  pooling: 'none',
  normalisation: 'l2',
  dimensions: DIMENSIONS,
};

/** As long, and yet another space. */
export const OTHER_FINGERPRINT: Fingerprint = { ...FINGERPRINT, revision: '2' };

/** The same unit vector for the same text, and unrelated ones for any two texts. */
export function vectorOf(text: string): Float32Array {
  const random = randomFrom(text);
  const values = Array.from({ length: DIMENSIONS }, () => random() * 2 - 1);
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}

/** Computed in float64 and normalised, so that it is right for vectors that a store has rounded. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let dot = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? Number.NaN;
    dot += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return dot / Math.sqrt(squaresA * squaresB);
}

/** Numbers from 0 to 1, always the same for one seed: FNV-1a of the seed, then mulberry32. */
export function randomFrom(seed: string): () => number {
  let state = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}
