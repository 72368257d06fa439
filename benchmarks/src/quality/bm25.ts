import type { LabelledText } from './labelled-sets.ts';
import { highest, NEIGHBOURS, type Neighbours } from './retrieval.ts';

const K1 = 1.2;
const B = 0.75;

interface Posting {
  readonly row: number;
  /** What this word adds to the row's score. */
  readonly weight: number;
}

/**
 * Search by words, for comparison: Okapi BM25 with k1 = 1.2 and b = 0.75 (Robertson and Zaragoza, "The Probabilistic
 * Relevance Framework: BM25 and Beyond", 2009), words in lower case, no stemming, no stop words.
 */
export class Bm25 {
  readonly #index: readonly LabelledText[];
  readonly #postings = new Map<string, Posting[]>();

  constructor(index: readonly LabelledText[]) {
    this.#index = index;
    const documents = index.map(({ text }) => words(text));
    const meanLength = documents.reduce((sum, { length }) => sum + length, 0) / documents.length;
    const counts = documents.map(count);
    const inDocuments = new Map<string, number>();
    for (const of of counts)
      for (const word of of.keys()) inDocuments.set(word, (inDocuments.get(word) ?? 0) + 1);
    counts.forEach((of, row) => {
      const length = 1 - B + (B * (documents[row]?.length ?? 0)) / meanLength;
      for (const [word, times] of of) {
        const n = inDocuments.get(word) ?? 0;
        const rarity = Math.log(1 + (documents.length - n + 0.5) / (n + 0.5));
        const weight = (rarity * times * (K1 + 1)) / (times + K1 * length);
        const postings = this.#postings.get(word);
        if (postings) postings.push({ row, weight });
        else this.#postings.set(word, [{ row, weight }]);
      }
    });
  }

  nearest(query: string): Neighbours {
    const scores = new Float32Array(this.#index.length);
    for (const word of new Set(words(query))) {
      for (const { row, weight } of this.#postings.get(word) ?? []) scores[row] = (scores[row] ?? 0) + weight;
    }
    const rows = highest(scores, NEIGHBOURS);
    return {
      rows,
      scores: rows.map((row) => scores[row] as number),
      labels: rows.map((row) => this.#index[row]?.label as string),
    };
  }
}

function words(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function count(all: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of all) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
