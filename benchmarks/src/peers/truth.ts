import type { OutcomeRecord } from '@qis/core';
import { dot, ExactSearch, requireNative } from '../sqlite/exact.ts';

/** What scores as the tenth, but for rounding, is as good: which of equals are found is open. */
const TIE = 1e-6;

/** What exact search finds among so many records. Each query is searched for once. */
export class Truth {
  readonly #vectors: ReadonlyMap<string, Float32Array>;
  readonly #search: ExactSearch;
  readonly #nearest = new Map<Float32Array, { readonly tenth: number; readonly count: number }>();

  private constructor(vectors: ReadonlyMap<string, Float32Array>, search: ExactSearch) {
    this.#vectors = vectors;
    this.#search = search;
  }

  static async of(records: readonly OutcomeRecord[]): Promise<Truth> {
    const vectors = new Map(records.map(({ id, vector }) => [id, vector as Float32Array]));
    return new Truth(vectors, new ExactSearch(await requireNative(), [...vectors.values()]));
  }

  /** Among how many records. */
  get packets(): number {
    return this.#vectors.size;
  }

  /** Share of the ten nearest that are among those found, 0 to 1. */
  recallOf(ids: readonly string[], query: Float32Array): number {
    let nearest = this.#nearest.get(query);
    if (!nearest) {
      const positions = this.#search.topTen(query);
      const scores = positions.map((position) => this.#search.score(position, query));
      nearest = { tenth: Math.min(...scores), count: scores.length };
      this.#nearest.set(query, nearest);
    }
    const { tenth, count } = nearest;
    const near = (id: string): boolean => dot(this.#vectors.get(id) as Float32Array, query) >= tenth - TIE;
    return new Set(ids.filter(near)).size / count;
  }
}
