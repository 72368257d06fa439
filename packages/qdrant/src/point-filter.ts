import type { Filter, OutcomeRecord } from '@qis/core';
import type { Condition, PointFilter } from './qdrant-api.ts';

/** What of a filter Qdrant can say by the packet's own fields: everything but expiry, voters and replies. */
export function packetConditions(filter: Filter): { must: Condition[]; mustNot: Condition[] } {
  const { domainTags, minConfidence, outcomeTypes, agentId, notAgentId, since } = filter;
  const must: Condition[] = [];
  const mustNot: Condition[] = [];
  if (domainTags) must.push(anyOf('domain_tags', domainTags));
  if (minConfidence !== undefined) must.push({ key: 'confidence', range: { gte: minConfidence } });
  if (outcomeTypes) must.push(anyOf('outcome_type', outcomeTypes));
  if (agentId !== undefined) must.push(anyOf('agent_id', [agentId]));
  if (notAgentId !== undefined) mustNot.push(anyOf('agent_id', [notAgentId]));
  if (since !== undefined) must.push({ key: 'timestamp', range: { gte: since } });
  return { must, mustNot };
}

export function anyOf(key: string, any: readonly string[]): Condition {
  return { key, match: { any } };
}

/** Qdrant may have the stored timestamp wrong in its last bit. Seconds: half of the microsecond that decides. */
const LAST_BIT = 5e-7;

/**
 * What may be replaced by these records: each id, unless its timestamp is newer. Ids that share a timestamp share a
 * condition, and most often all of a call do. The order in which such writes arrive does not matter, so replicas that
 * saw them in another order agree.
 */
export function notNewerThan(records: readonly OutcomeRecord[]): PointFilter {
  const byTimestamp = [...Map.groupBy(records, ({ packet }) => packet.timestamp)];
  const [first] = byTimestamp;
  if (first && byTimestamp.length === 1) return { must: [notNewer(first[0])] };
  return {
    should: byTimestamp.map(([timestamp, group]) => ({
      must: [{ has_id: group.map(({ id }) => id) }, notNewer(timestamp)],
    })),
  };
}

function notNewer(timestamp: number): Condition {
  return { key: 'timestamp', range: { lte: timestamp + LAST_BIT } };
}

/** Of records of one call that share an id, the one that must stay: the newest, of equals the last. */
export function newestOfEachId(records: readonly OutcomeRecord[]): readonly OutcomeRecord[] {
  const newest = new Map<string, OutcomeRecord>();
  for (const record of records) {
    const other = newest.get(record.id);
    if (!other || other.packet.timestamp <= record.packet.timestamp) newest.set(record.id, record);
  }
  return [...newest.values()];
}
