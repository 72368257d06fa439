import { ENCODINGS } from './encodings.ts';
import { dot, ExactSearch, requireNative } from './exact.ts';

export interface PrecisionFigures {
  readonly encoding: string;
  readonly bytes_per_vector: number;
  /** Recall@10 of exact search over what is stored, 0 to 1. */
  readonly recall: number;
  /** Largest difference of a score, among the ten nearest of all queries. */
  readonly largest_score_error: number;
}

/** What a ranking loses when vectors are stored less precisely. */
export async function measurePrecision(
  vectors: readonly Float32Array[],
  queries: readonly Float32Array[],
): Promise<PrecisionFigures[]> {
  const native = await requireNative();
  const exact = new ExactSearch(native, vectors);
  const figures: PrecisionFigures[] = [];
  for (const { name, encode, decode } of ENCODINGS) {
    const stored = vectors.map((vector) => decode(encode(vector)));
    const search = new ExactSearch(native, stored);
    let recall = 0;
    let error = 0;
    for (const query of queries) {
      const found = search.topTen(query);
      recall += exact.recallOf(found, query) / queries.length;
      for (const position of found) {
        const difference = dot(stored[position] as Float32Array, query) - exact.score(position, query);
        error = Math.max(error, Math.abs(difference));
      }
    }
    figures.push({
      encoding: name,
      bytes_per_vector: encode(vectors[0] as Float32Array).length,
      recall,
      largest_score_error: error,
    });
  }
  return figures;
}
