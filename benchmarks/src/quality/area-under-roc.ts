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
