import type { Embedder, OpenedEmbedder } from '@qis/core';

const DIMENSIONS = 64;

/** Counts letters three by three: as small as an embedder can be. */
export class TrigramEmbedder implements Embedder {
  async open(): Promise<OpenedEmbedder> {
    const space = { model: 'trigrams', revision: '1', dtype: 'fp32', pooling: 'sum', normalisation: 'l2' };
    return { fingerprint: { ...space, dimensions: DIMENSIONS }, floor: { rule: 'score', min_score: 0.2 } };
  }

  async embed(texts: readonly string[]): Promise<readonly Float32Array[]> {
    return texts.map(embedTrigrams);
  }

  async close(): Promise<void> {}
}

function embedTrigrams(text: string): Float32Array {
  const counts = new Float32Array(DIMENSIONS);
  const padded = `  ${text}  `;
  for (let i = 0; i + 3 <= padded.length; i++) {
    const hash = [...padded.slice(i, i + 3)].reduce(
      (mixed, letter) => Math.imul(mixed ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0,
      7,
    );
    const place = (hash >>> 8) % DIMENSIONS;
    counts[place] = (counts[place] ?? 0) + (hash & 1 ? 1 : -1);
  }
  const length = Math.hypot(...counts) || 1;
  return counts.map((count) => count / length);
}
