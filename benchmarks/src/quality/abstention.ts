/** What a floor on the nearest score does. */
export interface FloorFigures {
  readonly min_score: number;
  /** Share of right first hits at or above it, 0 to 1. */
  readonly right_kept: number;
  /** Share of out-of-scope requests with a first hit at or above it, 0 to 1. */
  readonly out_of_scope_let_through: number;
}

/**
 * Area under the ROC curve: how likely a random member of `known` scores above a random member of `unknown`, ties half.
 * By ranks (Mann–Whitney U).
 */
export function areaUnderRoc(known: readonly number[], unknown: readonly number[]): number {
  const all = [
    ...known.map((score) => ({ score, known: 1 })),
    ...unknown.map((score) => ({ score, known: 0 })),
  ].sort((a, b) => a.score - b.score);
  let rankSum = 0;
  for (let begin = 0, end = 0; begin < all.length; begin = end) {
    const { score } = all[begin] as { score: number };
    while (end < all.length && all[end]?.score === score) end++;
    const meanRank = (begin + 1 + end) / 2;
    for (let at = begin; at < end; at++) rankSum += meanRank * (all[at]?.known ?? 0);
  }
  const smallest = (known.length * (known.length + 1)) / 2;
  return (rankSum - smallest) / (known.length * unknown.length);
}

/** The highest score, in steps of 0.001, at or above which the given share of the right first hits lies. */
export function floorThatKeeps(share: number, rightScores: readonly number[]): number {
  const descending = rightScores.toSorted((a, b) => b - a);
  const last = descending[Math.ceil(share * descending.length) - 1];
  if (last === undefined) throw new Error('There is no right first hit to choose a floor by.');
  return Math.floor(last * 1_000) / 1_000;
}

export function floorFigures(
  minScore: number,
  rightScores: readonly number[],
  outOfScope: readonly number[],
): FloorFigures {
  return {
    min_score: minScore,
    right_kept: shareFrom(minScore, rightScores),
    out_of_scope_let_through: shareFrom(minScore, outOfScope),
  };
}

function shareFrom(minScore: number, scores: readonly number[]): number {
  return scores.filter((score) => score >= minScore).length / scores.length;
}
