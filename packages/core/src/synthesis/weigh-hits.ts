import type { OutcomeRecord } from '../transport.ts';
import type { Citation, Claim, Failure, OpenProblem } from './answer.ts';
import { type ClaimGroup, claimAgainst, groupClaims } from './claims.ts';
import { applicability, relevance, type Statement, type Summaries, toStatement } from './likeness.ts';
import { readStandings } from './standing.ts';
import { type Ballot, countByVoter, judge, newestBallots, type Vote, weighBallots } from './votes.ts';

/** All that hits and replies say, before anything is cut. */
export interface Findings {
  /** Best first. */
  readonly claims: readonly Claim[];
  readonly tried_and_failed: readonly Failure[];
  readonly open_problems: readonly OpenProblem[];
}

/** What a failure counts that is matched to a claim by its words alone: words mislead. */
const MATCHED_BY_WORDS = 0.5;
/** A claim is as near to the question as this many of its voters are, on average. */
const NEAREST_VOTERS = 3;

/** Weighs the hits above the floor, nearest first. */
export function weighHits(
  hits: readonly Statement['hit'][],
  found: readonly OutcomeRecord[],
  summaries: Summaries,
  now: number,
  explained: boolean,
): Findings {
  const statements = hits.map((hit) => toStatement(hit, summaries));
  const advice = statements.filter(({ hit }) => isAdvice(hit));
  const adviceIds = new Set(advice.map(({ hit }) => hit.id));
  // A reply to advice is a vote on that advice, not advice of its own.
  const groups = groupClaims(advice.filter(({ hit }) => !repliesToAny(hit, adviceIds)));
  const failures = statements.filter(({ hit }) => hit.packet.outcome_type === 'contradicted');
  const [against, unmatched] = matchFailures(failures, groups);
  const replies = allReplies(hits, found);
  const impartial = replies.filter((reply) => !groups.some((group) => confirmsItself(reply, group)));
  const standings = readStandings(hits, impartial);
  const heard = groups.map((group) =>
    newestBallots([...ballotsOf(group, impartial), ...(against.get(group) ?? [])]),
  );
  const claimsOf = countByVoter(heard);
  const ranked = groups
    .map((group, i) => {
      const votes = weighBallots(heard[i] ?? [], standings, claimsOf, now);
      return toClaim(group, votes, explained);
    })
    .sort(bestFirst);
  return {
    claims: ranked.map(({ claim }) => claim),
    tried_and_failed: failuresOf(unmatched),
    open_problems: openProblems(hits, replies),
  };
}

/** Failures by the claim they speak against: those they name (counted as replies), else the one their words match. */
function matchFailures(
  failures: readonly Statement[],
  groups: readonly ClaimGroup[],
): readonly [ReadonlyMap<ClaimGroup, readonly Ballot[]>, readonly Statement[]] {
  const against = new Map<ClaimGroup, Ballot[]>();
  const unmatched: Statement[] = [];
  for (const failure of failures) {
    if (groups.some((group) => repliesToAny(failure.hit, idsOf(group)))) continue;
    const group = failure.hit.packet.in_reply_to ? undefined : claimAgainst(failure, groups);
    if (!group) unmatched.push(failure);
    else {
      const ballot: Ballot = {
        record: failure.hit,
        side: 'dissent',
        relevance: MATCHED_BY_WORDS * applicability(failure.hit.score),
      };
      against.set(group, [...(against.get(group) ?? []), ballot]);
    }
  }
  return [against, unmatched];
}

/** Whoever advises the same itself is no witness of it: friends that confirm each other would be heard twice. */
function confirmsItself(reply: OutcomeRecord, group: ClaimGroup): boolean {
  return (
    isAdvice(reply) && group.some(({ hit }) => hit.voter === reply.voter) && repliesToAny(reply, idsOf(group))
  );
}

function ballotsOf(group: ClaimGroup, replies: readonly OutcomeRecord[]): readonly Ballot[] {
  const ids = idsOf(group);
  const members = group.map(
    (statement): Ballot => ({ record: statement.hit, side: 'support', relevance: relevance(statement) }),
  );
  // Whoever used a packet knows more of it than whoever resembles it: full relevance.
  const answers = replies
    .filter((reply) => reply.packet.outcome_type !== 'open' && repliesToAny(reply, ids))
    .map((record): Ballot => ({ record, side: isAdvice(record) ? 'support' : 'dissent', relevance: 1 }));
  return [...members, ...answers];
}

interface RankedClaim {
  readonly claim: Claim;
  readonly rank: number;
}

function toClaim(group: ClaimGroup, votes: readonly Vote[], explained: boolean): RankedClaim {
  const { posterior, cautious, ...explanation } = judge(votes);
  const support = votes.filter((vote) => vote.side === 'support');
  const dissent = votes.filter((vote) => vote.side === 'dissent');
  const ids = idsOf(group);
  // Where every supporter has changed sides, the claim is still cited by a packet of its own.
  const cited = support.find((vote) => ids.has(vote.record.id))?.record ?? nearestOf(group);
  const against = dissent[0]?.record;
  const claim: Claim = {
    ...cite(cited),
    posterior: Math.round(posterior * 1000) / 1000,
    support: support.length,
    dissent: dissent.length,
    ...(against && { dissent_says: cite(against) }),
    ...(explained && { explain: explanation }),
  };
  return { claim, rank: Math.max(0, cautious) * applicability(nearnessOf(group)) };
}

function bestFirst(a: RankedClaim, b: RankedClaim): number {
  return (
    b.rank - a.rank ||
    b.claim.posterior - a.claim.posterior ||
    b.claim.support - a.claim.support ||
    (a.claim.id < b.claim.id ? -1 : 1)
  );
}

/** Mean score of the nearest voters of a group, one packet of each. */
function nearnessOf(group: ClaimGroup): number {
  const best = new Map<string, number>();
  for (const { hit } of group) best.set(hit.voter, Math.max(hit.score, best.get(hit.voter) ?? hit.score));
  const nearest = [...best.values()].sort((a, b) => b - a).slice(0, NEAREST_VOTERS);
  return nearest.reduce((sum, score) => sum + score, 0) / nearest.length;
}

function nearestOf(group: ClaimGroup): OutcomeRecord {
  const [first, ...rest] = group.map(({ hit }) => hit) as [Statement['hit'], ...Statement['hit'][]];
  return rest.reduce((nearest, hit) => (hit.score > nearest.score ? hit : nearest), first);
}

/** What failed and belongs to no claim, one entry for those who say the same, most voters first. */
function failuresOf(unmatched: readonly Statement[]): readonly Failure[] {
  return groupClaims(unmatched)
    .map((group) => ({ nearest: nearestOf(group), voters: new Set(group.map(({ hit }) => hit.voter)).size }))
    .map(({ nearest, voters }): Failure => ({ ...cite(nearest), voters }))
    .sort((a, b) => b.voters - a.voters || (a.id < b.id ? -1 : 1));
}

function openProblems(
  hits: readonly OutcomeRecord[],
  replies: readonly OutcomeRecord[],
): readonly OpenProblem[] {
  const answered = new Set(
    replies
      .filter((reply) => reply.packet.outcome_type === 'resolved')
      .flatMap((reply) => reply.packet.in_reply_to ?? []),
  );
  return hits
    .filter((hit) => hit.packet.outcome_type === 'open' && !answered.has(hit.id))
    .map(({ id, packet }) => ({ id, problem_description: packet.problem_description }));
}

/** Replies as found by their target, and hits that are replies themselves, each once. */
function allReplies(
  hits: readonly OutcomeRecord[],
  found: readonly OutcomeRecord[],
): readonly OutcomeRecord[] {
  const byId = new Map<string, OutcomeRecord>();
  for (const record of [...hits, ...found]) if (record.packet.in_reply_to) byId.set(record.id, record);
  return [...byId.values()];
}

function isAdvice({ packet }: OutcomeRecord): boolean {
  return packet.outcome_type === 'resolved' || packet.outcome_type === 'partial';
}

function repliesToAny(record: OutcomeRecord, ids: ReadonlySet<string>): boolean {
  return record.packet.in_reply_to?.some((id) => ids.has(id)) ?? false;
}

function idsOf(group: ClaimGroup): ReadonlySet<string> {
  return new Set(group.map(({ hit }) => hit.id));
}

function cite({ id, packet }: OutcomeRecord): Citation {
  return { id, delta_summary: packet.delta_summary };
}
