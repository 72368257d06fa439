import type { Embedder, Fingerprint, Floor } from '@qis/core';

const DIMENSIONS = 64;

/** Counts letters: enough for a text to be nearest to itself. `floor` none, so that every packet is found. */
export class LetterEmbedder implements Embedder {
  readonly #fingerprint: Fingerprint = {
    model: 'letters',
    revision: '1',
    dtype: 'fp32',
    pooling: 'sum',
    normalisation: 'l2',
    dimensions: DIMENSIONS,
  };

  async open(): Promise<{ fingerprint: Fingerprint; floor: Floor }> {
    return { fingerprint: this.#fingerprint, floor: { rule: 'none' } };
  }

  async embed(texts: readonly string[]): Promise<readonly Float32Array[]> {
    return texts.map((text) => {
      const counts = new Float32Array(DIMENSIONS).fill(0.01);
      for (const letter of text) {
        const place = (letter.codePointAt(0) ?? 0) % DIMENSIONS;
        counts[place] = (counts[place] ?? 0) + 1;
      }
      const length = Math.hypot(...counts);
      return counts.map((count) => count / length);
    });
  }

  async close(): Promise<void> {}
}
