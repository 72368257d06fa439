import type { Embedder, Fingerprint } from '../src/embedder.ts';
import type { Floor } from '../src/floor.ts';

const DIMENSIONS = 256;

/** Counts words into places chosen by their letters, then normalises: texts are as near as the words they share. */
export class WordEmbedder implements Embedder {
  readonly fingerprint: Fingerprint;
  readonly floor: Floor;
  readonly embedded: string[] = [];
  opened = 0;
  closed = 0;

  constructor(floor: Floor = { rule: 'score', min_score: 0.3 }, revision = '1') {
    this.floor = floor;
    this.fingerprint = {
      model: 'words',
      revision,
      dtype: 'fp32',
      pooling: 'sum',
      normalisation: 'l2',
      dimensions: DIMENSIONS,
    };
  }

  async open(): Promise<{ fingerprint: Fingerprint; floor: Floor }> {
    this.opened++;
    return { fingerprint: this.fingerprint, floor: this.floor };
  }

  async embed(texts: readonly string[]): Promise<readonly Float32Array[]> {
    this.embedded.push(...texts);
    return texts.map(embedWords);
  }

  async close(): Promise<void> {
    this.closed++;
  }
}

function embedWords(text: string): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  for (const word of text.toLowerCase().split(/\W+/)) {
    if (word !== '') vector[place(word)] = (vector[place(word)] ?? 0) + 1;
  }
  const length = Math.hypot(...vector);
  return length === 0 ? vector.fill(1 / Math.sqrt(DIMENSIONS)) : vector.map((value) => value / length);
}

function place(word: string): number {
  let hash = 7;
  for (const letter of word) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return hash % DIMENSIONS;
}
