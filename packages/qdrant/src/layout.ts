import {
  type Filter,
  MAX_TTL,
  matchesFilter,
  type OutcomeRecord,
  type TransportCapabilities,
} from '@qis/core';
import { exactNumbers } from './exact-numbers.ts';
import { anyOf, packetConditions } from './point-filter.ts';
import type { Condition, IndexKind, Payload, PointFilter } from './qdrant-api.ts';

/** What of a record stands in a point's payload, and how points are found by it. */
export interface Layout {
  /** In the metadata of a collection, so that nobody opens it as another. */
  readonly name: 'full' | 'plain';
  readonly capabilities: TransportCapabilities;
  /** Fields with an index, made before anything is loaded. */
  readonly indexes: Readonly<Record<string, IndexKind>>;
  payloadOf(record: OutcomeRecord): Payload;
  /** What the server filters by. Lets through whatever passes, and not much more. */
  conditionsOf(filter: Filter): PointFilter;
  /** What is left to be found out here, of a record that the server let through. Undefined where nothing is. */
  remainderOf(filter: Filter): ((record: OutcomeRecord) => boolean) | undefined;
}

const PACKET_INDEXES = {
  domain_tags: 'keyword',
  confidence: 'float',
  outcome_type: 'keyword',
  agent_id: 'keyword',
  timestamp: 'float',
} as const;

/** Everything in its own field, so that the server filters by everything. */
export const fullLayout: Layout = {
  name: 'full',
  capabilities: { durable: true, replies: true },
  indexes: { ...PACKET_INDEXES, voter: 'keyword', expires_at: 'float', in_reply_to: 'keyword' },
  payloadOf: (record) => {
    const { in_reply_to } = record.packet;
    return {
      ...packetFields(record),
      voter: record.voter,
      expires_at: record.expires_at,
      ...(in_reply_to && { in_reply_to: [...in_reply_to] }),
      ...exactNumbers(record.packet),
    };
  },
  conditionsOf: (filter) => {
    const { must, mustNot } = packetConditions(filter);
    if (!filter.includeExpired) must.push({ key: 'expires_at', range: { gte: filter.now } });
    if (filter.voters) must.push(anyOf('voter', filter.voters));
    if (filter.notVoters) mustNot.push(anyOf('voter', filter.notVoters));
    if (filter.inReplyTo) must.push(anyOf('in_reply_to', filter.inReplyTo));
    return { must, must_not: mustNot };
  },
  remainderOf: () => undefined,
};

/**
 * Exactly the eight fields of the article's Python class, which takes no other. A voter is a part of a text and an expiry
 * a sum, neither of which the server can filter by.
 */
export const plainLayout: Layout = {
  name: 'plain',
  capabilities: { durable: true },
  indexes: { ...PACKET_INDEXES, ttl: 'float' },
  payloadOf: packetFields,
  conditionsOf: (filter) => {
    const { must, mustNot } = packetConditions(filter);
    if (!filter.includeExpired) must.push({ should: lifetimes(filter.now) });
    return { must, must_not: mustNot };
  },
  remainderOf: (filter) => {
    if (filter.includeExpired && !filter.voters && !filter.notVoters) return undefined;
    return (record) => matchesFilter(filter, record);
  },
};

function packetFields({ packet }: OutcomeRecord): Payload {
  return {
    problem_description: packet.problem_description,
    outcome_type: packet.outcome_type,
    confidence: packet.confidence,
    delta_summary: packet.delta_summary,
    domain_tags: [...packet.domain_tags],
    timestamp: packet.timestamp,
    agent_id: packet.agent_id,
    ttl: packet.ttl,
  };
}

/** The shortest life is an hour, the article's default; each is twice as long as the one before. */
const SHORTEST = 3_600;
/** Sums of fractions may differ in the last digit, seconds are cheap. */
const ROUNDING = 1;

/**
 * Where the expiry has no field: for each span of lives, what was written so long ago at most. What has expired is let
 * through only where it was dead for less than it lived.
 */
function lifetimes(now: number): Condition[] {
  const spans: Condition[] = [];
  for (let [shorter, longest] = [0, SHORTEST]; shorter < MAX_TTL; shorter = longest, longest *= 2) {
    spans.push({
      must: [
        { key: 'ttl', range: { gt: shorter, lte: longest } },
        { key: 'timestamp', range: { gte: now - longest - ROUNDING } },
      ],
    });
  }
  return spans;
}
