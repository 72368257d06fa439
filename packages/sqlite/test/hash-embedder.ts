import { createHash } from 'node:crypto';
import type { Embedder, Fingerprint, Floor } from '@qis/core';

const DIMENSIONS = 16;

/** The same vector for the same text, in every process, and unrelated ones for any two texts: each is nearest to itself. */
export class HashEmbedder implements Embedder {
  readonly fingerprint: Fingerprint = {
    model: 'sha-256',
    revision: '1',
    dtype: 'int16',
    pooling: 'none',
    normalisation: 'l2',
    dimensions: DIMENSIONS,
  };

  async open(): Promise<{ fingerprint: Fingerprint; floor: Floor }> {
    return { fingerprint: this.fingerprint, floor: { rule: 'none' } };
  }

  async embed(texts: readonly string[]): Promise<readonly Float32Array[]> {
    return texts.map(hashVector);
  }

  async close(): Promise<void> {}
}

export function hashVector(text: string): Float32Array {
  const bytes = createHash('sha256').update(text).digest();
  const vector = Float32Array.from({ length: DIMENSIONS }, (_, i) => bytes.readInt16LE(2 * i) + 0.5);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
