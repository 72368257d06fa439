import { type Floor, hitsAboveFloor } from '../floor.ts';
import type { Hit, OutcomeRecord } from '../transport.ts';
import type { Citation, Claim, OpenProblem, Synthesis } from './answer.ts';
import { fitBudget, type Lists } from './budget.ts';
import { type ClaimGroup, claimAgainst, groupClaims, type Summaries } from './claims.ts';
import type { GatheredEvidence } from './gather.ts';
import { DEFAULT_MAX_CLAIMS, DEFAULT_MAX_TOKENS, type SynthesizeOptions } from './options.ts';
import { type Ballot, countVotes, explain, type Vote } from './votes.ts';

/** All that a synthesis depends on. */
export interface Evidence extends GatheredEvidence {
  readonly summaries: Summaries;
  readonly floor: Floor;
  /** Seconds since the epoch. */
  readonly now: number;
}

const MAX_FAILURES = 5;
const MAX_OPEN_PROBLEMS = 3;

/** Weighs evidence into an answer. Pure: the same evidence, in any order, gives the same bytes. */
export function synthesizeEvidence(evidence: Evidence, options: SynthesizeOptions = {}): Synthesis {
  const { maxClaims = DEFAULT_MAX_CLAIMS, maxTokens = DEFAULT_MAX_TOKENS } = options;
  const candidates = [...evidence.hits].sort(byScoreThenId);
  const known = hitsAboveFloor(evidence.floor, candidates);
  const hits = candidates.slice(0, known);
  const found = weighHits(hits, evidence, options.explain ?? false);
  const shown: Lists = {
    claims: found.claims.slice(0, maxClaims),
    tried_and_failed: found.tried_and_failed.slice(0, MAX_FAILURES),
    open_problems: found.open_problems.slice(0, MAX_OPEN_PROBLEMS),
  };
  const nothing_known = {
    nearest_score: round(candidates[0]?.score ?? null),
    below_floor: candidates.length - known,
  };
  return fitBudget(shown, maxTokens, (lists) => ({
    ...(found.recommendation !== undefined &&
      lists.claims.length > 0 && { recommendation: found.recommendation }),
    ...(known === 0 && { nothing_known }),
    ...lists,
    dropped: {
      claims: found.claims.length - lists.claims.length,
      tried_and_failed: found.tried_and_failed.length - lists.tried_and_failed.length,
      open_problems: found.open_problems.length - lists.open_problems.length,
    },
    unreadable: evidence.unreadable,
  }));
}

function weighHits(
  hits: readonly Hit[],
  evidence: Evidence,
  explained: boolean,
): Lists & { recommendation?: string } {
  const advice = hits.filter(isAdvice);
  const adviceIds = new Set(advice.map((hit) => hit.id));
  // A reply to advice is a vote on that advice, not advice of its own.
  const groups = groupClaims(
    advice.filter((hit) => !repliesToAny(hit, adviceIds)),
    evidence.summaries,
  );
  const failures = hits.filter((hit) => hit.packet.outcome_type === 'contradicted');
  const [against, unmatched] = matchFailures(failures, groups, evidence);
  const replies = allReplies(hits, evidence.replies);
  const ranked = groups
    .map((group) => {
      const ballots = [...groupBallots(group, replies), ...(against.get(group) ?? [])];
      return toClaim(countVotes(ballots, evidence.now), group, explained);
    })
    .sort(bestFirst);
  const best = ranked[0];
  return {
    claims: ranked.map(({ claim }) => claim),
    tried_and_failed: unmatched.map(cite),
    open_problems: openProblems(hits, replies),
    ...(best && best.posterior >= 0.5 && { recommendation: best.claim.id }),
  };
}

/** Failures by the claim they speak against: those they name (counted as replies), else the one their words match. */
function matchFailures(
  failures: readonly Hit[],
  groups: readonly ClaimGroup[],
  evidence: Evidence,
): readonly [Map<ClaimGroup, Ballot[]>, readonly Hit[]] {
  const against = new Map<ClaimGroup, Ballot[]>();
  const unmatched: Hit[] = [];
  for (const failure of failures) {
    if (groups.some((group) => repliesToAny(failure, idsOf(group)))) continue;
    const group = failure.packet.in_reply_to ? undefined : claimAgainst(failure, groups, evidence.summaries);
    const ballot: Ballot = { record: failure, side: 'dissent', relevance: clamp(failure.score) };
    if (group) against.set(group, [...(against.get(group) ?? []), ballot]);
    else unmatched.push(failure);
  }
  return [against, unmatched];
}

function groupBallots(group: ClaimGroup, replies: readonly OutcomeRecord[]): readonly Ballot[] {
  const members = group.members.map(
    (hit): Ballot => ({ record: hit, side: 'support', relevance: clamp(hit.score) }),
  );
  const ids = idsOf(group);
  // Whoever used a packet knows more of it than whoever resembles it: full relevance.
  const answers = replies
    .filter((reply) => reply.packet.outcome_type !== 'open' && repliesToAny(reply, ids))
    .map((record): Ballot => ({ record, side: isAdvice(record) ? 'support' : 'dissent', relevance: 1 }));
  return [...members, ...answers];
}

interface RankedClaim {
  readonly claim: Claim;
  readonly posterior: number;
}

function toClaim(votes: readonly Vote[], group: ClaimGroup, explained: boolean): RankedClaim {
  const { posterior, ...explanation } = explain(votes);
  const support = votes.filter((vote) => vote.side === 'support');
  const dissent = votes.filter((vote) => vote.side === 'dissent');
  // Where every supporter has changed sides, the claim is still cited by its nearest packet.
  const cited =
    support.find((vote) => group.members.some((hit) => hit.id === vote.record.id))?.record ?? group.first;
  const against = dissent[0]?.record;
  const claim: Claim = {
    ...cite(cited),
    posterior: round(posterior),
    support: support.length,
    dissent: dissent.length,
    ...(against && { dissent_says: cite(against) }),
    ...(explained && { explain: explanation }),
  };
  return { claim, posterior };
}

function bestFirst(a: RankedClaim, b: RankedClaim): number {
  return b.posterior - a.posterior || b.claim.support - a.claim.support || (a.claim.id < b.claim.id ? -1 : 1);
}

function openProblems(hits: readonly Hit[], replies: readonly OutcomeRecord[]): readonly OpenProblem[] {
  const answered = new Set(
    replies
      .filter((reply) => reply.packet.outcome_type === 'resolved')
      .flatMap((reply) => reply.packet.in_reply_to ?? []),
  );
  return hits
    .filter((hit) => hit.packet.outcome_type === 'open' && !answered.has(hit.id))
    .map(({ id, packet }) => ({ id, problem_description: packet.problem_description }));
}

/** Descending score, then id: a total order that does not depend on how the store sorts equals. */
function byScoreThenId(a: Hit, b: Hit): number {
  return b.score - a.score || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Replies as found by their target, and hits that are replies themselves, each once. */
function allReplies(hits: readonly Hit[], replies: readonly OutcomeRecord[]): readonly OutcomeRecord[] {
  const byId = new Map<string, OutcomeRecord>();
  for (const record of [...hits, ...replies]) if (record.packet.in_reply_to) byId.set(record.id, record);
  return [...byId.values()];
}

function isAdvice({ packet }: OutcomeRecord): boolean {
  return packet.outcome_type === 'resolved' || packet.outcome_type === 'partial';
}

function repliesToAny(record: OutcomeRecord, ids: ReadonlySet<string>): boolean {
  return record.packet.in_reply_to?.some((id) => ids.has(id)) ?? false;
}

function idsOf(group: ClaimGroup): ReadonlySet<string> {
  return new Set(group.members.map((hit) => hit.id));
}

function cite({ id, packet }: OutcomeRecord): Citation {
  return { id, delta_summary: packet.delta_summary };
}

function clamp(score: number): number {
  return Math.min(1, Math.max(0, score));
}

/** Three decimals: an answer is read, not calculated with. */
function round<T extends number | null>(value: T): T {
  return (value === null ? null : Math.round(value * 1000) / 1000) as T;
}
