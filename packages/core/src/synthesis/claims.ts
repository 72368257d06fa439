import { areContrary, isAboutContrary } from './contrary.ts';
import { problemLikeness, type Statement, summaryLikeness } from './likeness.ts';

/** Statements that say the same, in other words perhaps; by id. */
export type ClaimGroup = readonly Statement[];

/** Groups whose summaries are on average at least this near become one. Measured: see docs/synthesis.md. */
const SAME_SUMMARY = 0.4;
/** And only where the problems they were found on are at least this near. */
const SAME_PROBLEM = 0.1;
/** A report of failure is about advice from this nearness on. */
const SAME_AS_FAILED = 0.5;
/** Never in one group. */
const APART = Number.NEGATIVE_INFINITY;

/**
 * Groups statements by what they advise: again and again the two groups that are nearest on average become one, while
 * that suffices and no pair across is contrary. The order of the statements does not matter: they are taken by id.
 */
export function groupClaims(statements: readonly Statement[]): readonly ClaimGroup[] {
  const groups = [...statements].sort(byId).map((statement): ClaimGroup => [statement]);
  const near = groups.map(([a], i) => Float64Array.from(groups.slice(0, i), ([b]) => likeness(a, b)));
  for (;;) {
    const pair = nearestPair(near);
    if (!pair) return groups.filter((group) => group.length > 0);
    merge(groups, near, pair);
  }
}

/** Indices of the two nearest groups, the larger first, or none that are near enough. Of equals the first. */
function nearestPair(near: readonly Float64Array[]): readonly [number, number] | undefined {
  let pair: readonly [number, number] | undefined;
  let most = SAME_SUMMARY;
  for (const [i, row] of near.entries()) {
    for (let j = 0; j < row.length; j++) {
      const each = row[j] ?? APART;
      if (each < most || (pair && each === most)) continue;
      most = each;
      pair = [i, j];
    }
  }
  return pair;
}

/** Puts one group into the other; the mean over all pairs follows from the sizes of both. */
function merge(
  groups: ClaimGroup[],
  near: readonly Float64Array[],
  [from, into]: readonly [number, number],
): void {
  const [a, b] = [groups[into] ?? [], groups[from] ?? []];
  const at = (i: number, j: number): number => near[Math.max(i, j)]?.[Math.min(i, j)] ?? APART;
  const put = (i: number, j: number, value: number): void => {
    const row = near[Math.max(i, j)];
    if (row) row[Math.min(i, j)] = value;
  };
  for (const k of groups.keys()) {
    if (k === into || k === from) continue;
    put(into, k, (a.length * at(into, k) + b.length * at(from, k)) / (a.length + b.length));
    put(from, k, APART);
  }
  put(from, into, APART);
  groups[into] = [...a, ...b].sort(byId);
  groups[from] = [];
}

/** The claim that a report of failure speaks against by its words, or none. */
export function claimAgainst(failure: Statement, groups: readonly ClaimGroup[]): ClaimGroup | undefined {
  let against: ClaimGroup | undefined;
  let most = SAME_AS_FAILED;
  for (const group of groups) {
    for (const member of group) {
      const near = summaryLikeness(failure, member);
      if (near < most || (against && near === most)) continue;
      if (problemLikeness(failure, member) < SAME_PROBLEM) continue;
      if (isAboutContrary(failure.advice, member.advice)) continue;
      most = near;
      against = group;
    }
  }
  return against;
}

function likeness(a: Statement | undefined, b: Statement | undefined): number {
  if (!a || !b || problemLikeness(a, b) < SAME_PROBLEM) return APART;
  return areContrary(a.advice, b.advice) ? APART : summaryLikeness(a, b);
}

function byId(a: Statement, b: Statement): number {
  return a.hit.id < b.hit.id ? -1 : 1;
}
