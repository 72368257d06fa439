import { dot } from '../dot.ts';
import type { Hit, OutcomeRecord } from '../transport.ts';
import { areOpposite, isAboutOpposite } from './opposite.ts';

/** Hits that say the same, in other words perhaps. The first is the nearest to the question. */
export interface ClaimGroup {
  readonly first: Hit;
  readonly members: Hit[];
}

/** Summaries at least this near say the same; with the built-in embedder, see docs/decisions/0004-first-synthesis.md. */
const SAME_SUMMARY = 0.45;
/** And only where the problems they were found on are at least this near. */
const SAME_PROBLEM = 0.2;

/** Vectors of summaries, by text. */
export type Summaries = ReadonlyMap<string, Float32Array>;

/** Groups supporting hits by what they advise. Takes them in their total order, so that order of arrival never matters. */
export function groupClaims(hits: readonly Hit[], summaries: Summaries): readonly ClaimGroup[] {
  const groups: ClaimGroup[] = [];
  for (const hit of hits) {
    const alike = groups.filter((group) => saysTheSame(group.first, hit, summaries));
    const nearest = mostAlike(alike, hit, summaries);
    if (nearest) nearest.members.push(hit);
    else groups.push({ first: hit, members: [hit] });
  }
  return groups;
}

/** The claim that a report of failure speaks against by its words, or none. */
export function claimAgainst(
  failure: Hit,
  groups: readonly ClaimGroup[],
  summaries: Summaries,
): ClaimGroup | undefined {
  const about = groups.filter(
    ({ first }) =>
      summaryLikeness(first, failure, summaries) >= SAME_SUMMARY &&
      problemLikeness(first, failure) >= SAME_PROBLEM &&
      !isAboutOpposite(failure.packet.delta_summary, first.packet.delta_summary),
  );
  return mostAlike(about, failure, summaries);
}

function saysTheSame(a: Hit, b: Hit, summaries: Summaries): boolean {
  return (
    summaryLikeness(a, b, summaries) >= SAME_SUMMARY &&
    problemLikeness(a, b) >= SAME_PROBLEM &&
    !areOpposite(a.packet.delta_summary, b.packet.delta_summary)
  );
}

function mostAlike(groups: readonly ClaimGroup[], hit: Hit, summaries: Summaries): ClaimGroup | undefined {
  let best: ClaimGroup | undefined;
  let likeness = Number.NEGATIVE_INFINITY;
  for (const group of groups) {
    const l = summaryLikeness(group.first, hit, summaries);
    if (l > likeness) [best, likeness] = [group, l];
  }
  return best;
}

function summaryLikeness(a: OutcomeRecord, b: OutcomeRecord, summaries: Summaries): number {
  const [textA, textB] = [a.packet.delta_summary, b.packet.delta_summary];
  if (textA === textB) return 1;
  const [vectorA, vectorB] = [summaries.get(textA), summaries.get(textB)];
  return vectorA && vectorB ? dot(vectorA, vectorB) : 0; // a blank summary resembles none
}

function problemLikeness(a: Hit, b: Hit): number {
  return a.vector && b.vector ? dot(a.vector, b.vector) : 1; // plain stores may keep vectors to themselves
}
