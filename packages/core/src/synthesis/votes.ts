import type { OutcomeRecord } from '../transport.ts';
import type { ClaimExplanation, ExplainedVote } from './answer.ts';

/** Seconds after which a report counts half: 30 days, from its timestamp, never from the ttl that its author chose. */
const HALF_LIFE = 2_592_000;
/** What a `partial` outcome counts beside a `resolved` one. */
const PARTIAL_SUPPORT = 0.5;
/** The prior: Beta(1, 1), every chance of working equally likely. */
const PRIOR = 1;

/** A report that bears on one claim, before votes are counted. */
export interface Ballot {
  readonly record: OutcomeRecord;
  readonly side: 'support' | 'dissent';
  /** 0 to 1: the hit's score, or 1 for a reply to a packet of the claim. */
  readonly relevance: number;
}

/** A ballot that counts. */
export interface Vote extends Ballot {
  readonly freshness: number;
  readonly weight: number;
}

/** Of each voter the newest ballot alone, weighed: relevance × confidence × freshness, heaviest first. */
export function countVotes(ballots: readonly Ballot[], now: number): readonly Vote[] {
  const newest = new Map<string, Ballot>();
  for (const ballot of ballots) {
    const other = newest.get(ballot.record.voter);
    if (!other || isNewer(ballot, other)) newest.set(ballot.record.voter, ballot);
  }
  return [...newest.values()].map((ballot) => weigh(ballot, now)).sort(heaviestFirst);
}

/** The posterior that the claim works, and how it came about. Beta-Bernoulli with fractional counts. */
export function explain(votes: readonly Vote[]): ClaimExplanation & { readonly posterior: number } {
  const alpha = PRIOR + sumOfWeights(votes, 'support');
  const beta = PRIOR + sumOfWeights(votes, 'dissent');
  const total = alpha + beta - 2 * PRIOR;
  const squares = votes.reduce((sum, vote) => sum + vote.weight ** 2, 0);
  const times = votes.map((vote) => vote.record.packet.timestamp);
  return {
    posterior: alpha / (alpha + beta),
    alpha,
    beta,
    effective_votes: squares === 0 ? 0 : total ** 2 / squares,
    newest: Math.max(...times),
    oldest: Math.min(...times),
    votes: votes.map(explainVote),
  };
}

function weigh(ballot: Ballot, now: number): Vote {
  const { packet } = ballot.record;
  const freshness = 0.5 ** (Math.max(0, now - packet.timestamp) / HALF_LIFE);
  const share = packet.outcome_type === 'partial' ? PARTIAL_SUPPORT : 1;
  return { ...ballot, freshness, weight: ballot.relevance * packet.confidence * freshness * share };
}

function explainVote(vote: Vote): ExplainedVote {
  const { record, side, weight, relevance, freshness } = vote;
  return {
    id: record.id,
    voter: record.voter,
    side,
    weight,
    relevance,
    confidence: record.packet.confidence,
    freshness,
  };
}

function sumOfWeights(votes: readonly Vote[], side: Ballot['side']): number {
  return votes.reduce((sum, vote) => (vote.side === side ? sum + vote.weight : sum), 0);
}

function isNewer(a: Ballot, b: Ballot): boolean {
  const [timeA, timeB] = [a.record.packet.timestamp, b.record.packet.timestamp];
  if (timeA !== timeB) return timeA > timeB;
  if (a.record.id !== b.record.id) return a.record.id < b.record.id;
  return a.relevance > b.relevance; // the same packet, as a hit and as a reply
}

function heaviestFirst(a: Vote, b: Vote): number {
  return b.weight - a.weight || (a.record.id < b.record.id ? -1 : 1);
}
