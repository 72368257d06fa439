import type { Filter } from '@qis/core';
import type { ChromaWhere } from './chroma-client.ts';
import { confidenceRank, secondsRank } from './ranks.ts';
import { replyKey, tagKey } from './row-keys.ts';

/** A filter in Chroma's words; undefined where everything passes. Says the same as `matchesFilter` of core. */
export function whereOf(filter: Filter, ...more: readonly ChromaWhere[]): ChromaWhere | undefined {
  const { now, domainTags, minConfidence, outcomeTypes, agentId, notAgentId, voters, notVoters } = filter;
  const { inReplyTo, since, includeExpired = false } = filter;
  const conditions: ChromaWhere[] = [...more];
  if (!includeExpired) conditions.push({ expires_rank: { $gte: secondsRank(now) } });
  if (domainTags) conditions.push(anyFlag(domainTags.map(tagKey)));
  if (minConfidence !== undefined) {
    conditions.push({ confidence_rank: { $gte: confidenceRank(minConfidence) } });
  }
  if (outcomeTypes) conditions.push({ outcome_type: { $in: [...outcomeTypes] } });
  if (agentId !== undefined) conditions.push({ agent_id: { $eq: agentId } });
  if (notAgentId !== undefined) conditions.push({ agent_id: { $ne: notAgentId } });
  if (voters) conditions.push({ voter: { $in: [...voters] } });
  if (notVoters) conditions.push({ voter: { $nin: [...notVoters] } });
  if (inReplyTo) conditions.push(anyFlag(inReplyTo.map(replyKey)));
  if (since !== undefined) conditions.push({ timestamp_rank: { $gte: secondsRank(since) } });
  return joined('$and', conditions);
}

function anyFlag(keys: readonly string[]): ChromaWhere {
  const flags = [...new Set(keys)].map((key) => ({ [key]: true }));
  return joined('$or', flags) ?? {};
}

/** Chroma takes no list of one. */
function joined(operator: '$and' | '$or', conditions: ChromaWhere[]): ChromaWhere | undefined {
  if (conditions.length < 2) return conditions[0];
  return operator === '$and' ? { $and: conditions } : { $or: conditions };
}
