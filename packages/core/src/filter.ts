import type { OutcomeType } from './packet.ts';
import type { OutcomeRecord } from './transport.ts';

/** One filter for `search` and `scan`; the store applies it. A list means any of; an absent member restricts nothing. */
export interface Filter {
  /** Seconds since the epoch. Records with `expires_at < now` are left out. */
  readonly now: number;
  /** Records with any of these tags. */
  readonly domainTags?: readonly string[];
  /** Records whose `confidence` is at least this, 0 to 1. */
  readonly minConfidence?: number;
  readonly outcomeTypes?: readonly OutcomeType[];
  /** Records of exactly this `agent_id`, session included. */
  readonly agentId?: string;
  /** Records of any other `agent_id`. */
  readonly notAgentId?: string;
  readonly voters?: readonly string[];
  readonly notVoters?: readonly string[];
  /** Records that reply to any of these ids. */
  readonly inReplyTo?: readonly string[];
  /** Records whose `timestamp` is at or after this, in seconds since the epoch. */
  readonly since?: number;
  /** Keeps expired records too. Default false. */
  readonly includeExpired?: boolean;
}

/** The meaning of a filter, for transports that filter in this process and for checking those that do not. */
export function matchesFilter(filter: Filter, record: OutcomeRecord): boolean {
  const { packet, voter } = record;
  if (!filter.includeExpired && record.expires_at < filter.now) return false;
  if (filter.domainTags && !filter.domainTags.some((tag) => packet.domain_tags.includes(tag))) return false;
  if (filter.minConfidence !== undefined && packet.confidence < filter.minConfidence) return false;
  if (filter.outcomeTypes && !filter.outcomeTypes.includes(packet.outcome_type)) return false;
  if (filter.agentId !== undefined && packet.agent_id !== filter.agentId) return false;
  if (filter.notAgentId !== undefined && packet.agent_id === filter.notAgentId) return false;
  if (filter.voters && !filter.voters.includes(voter)) return false;
  if (filter.notVoters?.includes(voter)) return false;
  if (filter.inReplyTo && !filter.inReplyTo.some((id) => packet.in_reply_to?.includes(id))) return false;
  if (filter.since !== undefined && packet.timestamp < filter.since) return false;
  return true;
}
