import type { OutcomeRecord } from '../transport.ts';
import type { ClaimExplanation, ExplainedVote } from './answer.ts';
import { isNewer, type Standings } from './standing.ts';

/** Seconds after which a report counts half: 30 days, from its timestamp, never from the ttl that its author chose. */
const HALF_LIFE = 2_592_000;
/** What a `partial` outcome counts beside a `resolved` one. */
const PARTIAL_SUPPORT = 0.5;
/** What a report counts that asserts confidence 0 beside one that asserts 1: anybody can assert. */
const UNSURE = 0.5;
/** The prior: Beta(1, 1), every chance of working equally likely. */
const PRIOR = 1;
/** Claims are ranked by this many standard deviations below the mean: a lone voice is not yet a good one. */
const CAUTION = 1.5;

/** A report that bears on one claim, before votes are counted. */
export interface Ballot {
  readonly record: OutcomeRecord;
  readonly side: 'support' | 'dissent';
  /** 0 to 1: 1 for a reply to a packet of the claim, less for whoever resembles it. */
  readonly relevance: number;
}

/** A ballot that counts. */
export interface Vote extends Ballot {
  readonly freshness: number;
  readonly earned: number;
  readonly claims: number;
  readonly weight: number;
}

/** Of each voter the newest ballot alone. */
export function newestBallots(ballots: readonly Ballot[]): readonly Ballot[] {
  const newest = new Map<string, Ballot>();
  for (const ballot of ballots) {
    const other = newest.get(ballot.record.voter);
    if (!other || supersedes(ballot, other)) newest.set(ballot.record.voter, ballot);
  }
  return [...newest.values()];
}

/** On how many claims each voter votes: a voter has one vote in all, and shares it among them. */
export function countByVoter(heard: readonly (readonly Ballot[])[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { record } of heard.flat()) counts.set(record.voter, (counts.get(record.voter) ?? 0) + 1);
  return counts;
}

/** The votes on one claim, heaviest first. */
export function weighBallots(
  ballots: readonly Ballot[],
  standings: Standings,
  claimsOf: ReadonlyMap<string, number>,
  now: number,
): readonly Vote[] {
  return ballots
    .map((ballot) =>
      weigh(ballot, standings(ballot.record.voter).earned, claimsOf.get(ballot.record.voter) ?? 1, now),
    )
    .sort(heaviestFirst);
}

/** What votes make of a claim. Beta-Bernoulli with fractional counts. */
export interface Verdict extends ClaimExplanation {
  /** Mean of the posterior that it works. */
  readonly posterior: number;
  /** Its cautious end, which claims are ranked by. */
  readonly cautious: number;
}

export function judge(votes: readonly Vote[]): Verdict {
  const alpha = PRIOR + sumOfWeights(votes, 'support');
  const beta = PRIOR + sumOfWeights(votes, 'dissent');
  const posterior = alpha / (alpha + beta);
  const deviation = Math.sqrt((posterior * (1 - posterior)) / (alpha + beta + 1));
  const total = alpha + beta - 2 * PRIOR;
  const squares = votes.reduce((sum, vote) => sum + vote.weight ** 2, 0);
  const times = votes.map((vote) => vote.record.packet.timestamp);
  return {
    posterior,
    cautious: posterior - CAUTION * deviation,
    alpha,
    beta,
    effective_votes: squares === 0 ? 0 : total ** 2 / squares,
    newest: Math.max(...times),
    oldest: Math.min(...times),
    votes: votes.map(explainVote),
  };
}

function weigh(ballot: Ballot, earned: number, claims: number, now: number): Vote {
  const { packet } = ballot.record;
  const freshness = 0.5 ** (Math.max(0, now - packet.timestamp) / HALF_LIFE);
  const asserted = UNSURE + (1 - UNSURE) * packet.confidence;
  const share = packet.outcome_type === 'partial' ? PARTIAL_SUPPORT : 1;
  const weight = (ballot.relevance * asserted * earned * freshness * share) / claims;
  return { ...ballot, freshness, earned, claims, weight };
}

function explainVote(vote: Vote): ExplainedVote {
  const { record, side, weight, relevance, freshness, earned, claims } = vote;
  const { confidence } = record.packet;
  return {
    id: record.id,
    voter: record.voter,
    side,
    weight,
    relevance,
    confidence,
    earned,
    freshness,
    claims,
  };
}

function sumOfWeights(votes: readonly Vote[], side: Ballot['side']): number {
  return votes.reduce((sum, vote) => (vote.side === side ? sum + vote.weight : sum), 0);
}

function supersedes(a: Ballot, b: Ballot): boolean {
  if (a.record.id === b.record.id) return a.relevance > b.relevance; // the same packet, as a hit and as a reply
  return isNewer(a.record, b.record);
}

function heaviestFirst(a: Vote, b: Vote): number {
  return b.weight - a.weight || (a.record.id < b.record.id ? -1 : 1);
}
