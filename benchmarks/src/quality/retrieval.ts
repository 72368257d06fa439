import type { LabelledText } from './labelled-sets.ts';

/** The nearest of an index for one query, nearest first; equal scores by place in the index. */
export interface Neighbours {
  /** Their places in the index. */
  readonly rows: readonly number[];
  readonly scores: readonly number[];
  readonly labels: readonly string[];
}

export interface RetrievalFigures {
  /** Share of queries whose nearest neighbour has their label, 0 to 1. */
  readonly acc_at_1: number;
  /** Mean share of the ten nearest that have the query's label, 0 to 1. */
  readonly p_at_10: number;
  /** Share of queries with their label among the ten nearest, 0 to 1. */
  readonly hit_at_10: number;
}

/** Neighbours that the figures look at. */
export const NEIGHBOURS = 10;

/** Exact: every pair's cosine is computed. Vectors are of unit length and of one number of dimensions. */
export function nearest(
  queries: readonly Float32Array[],
  index: readonly Float32Array[],
  labels: readonly string[],
  count: number = NEIGHBOURS,
): readonly Neighbours[] {
  const dimensions = index[0]?.length ?? 0;
  const flat = new Float32Array(index.length * dimensions);
  index.forEach((vector, row) => {
    flat.set(vector, row * dimensions);
  });
  return queries.map((query) => {
    const scores = new Float32Array(index.length);
    for (let row = 0, at = 0; row < index.length; row++, at += dimensions)
      scores[row] = dotAt(flat, at, query);
    const best = highest(scores, count);
    return {
      rows: best,
      scores: best.map((row) => scores[row] as number),
      labels: best.map((row) => labels[row] as string),
    };
  });
}

export function retrievalFigures(
  queries: readonly LabelledText[],
  neighbours: readonly Neighbours[],
): RetrievalFigures {
  let first = 0;
  let share = 0;
  let any = 0;
  queries.forEach(({ label }, query) => {
    const { labels } = neighbours[query] as Neighbours;
    if (labels[0] === label) first++;
    const same = labels.filter((other) => other === label).length;
    share += same / NEIGHBOURS;
    if (same > 0) any++;
  });
  const all = queries.length;
  return { acc_at_1: first / all, p_at_10: share / all, hit_at_10: any / all };
}

function dotAt(flat: Float32Array, at: number, query: Float32Array): number {
  // Four sums, which do not wait for each other.
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let j = 0; j < query.length; j += 4) {
    a += (flat[at + j] as number) * (query[j] as number);
    b += (flat[at + j + 1] as number) * (query[j + 1] as number);
    c += (flat[at + j + 2] as number) * (query[j + 2] as number);
    d += (flat[at + j + 3] as number) * (query[j + 3] as number);
  }
  return a + b + c + d;
}

/** The rows of the highest scores, in descending order. */
export function highest(scores: Float32Array, count: number): readonly number[] {
  const rows: number[] = [];
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] as number;
    if (rows.length === count && score <= (scores[rows[count - 1] as number] as number)) continue;
    let place = Math.min(rows.length, count - 1);
    while (place > 0 && (scores[rows[place - 1] as number] as number) < score) {
      rows[place] = rows[place - 1] as number;
      place--;
    }
    rows[place] = row;
  }
  return rows;
}
