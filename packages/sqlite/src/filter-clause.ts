import type { Filter } from '@qis/core';

/** A condition on `record`, with its values by name. */
export interface FilterClause {
  readonly sql: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** SQL for each member of a filter; a list arrives as JSON. Says the same as `matchesFilter` of core. */
const CONDITIONS: Readonly<Record<Exclude<keyof Filter, 'now' | 'includeExpired'>, string>> = {
  // CASE is sure to look first whether there is a list to read.
  domainTags: `CASE WHEN json_valid(domain_tags) THEN EXISTS (SELECT 1 FROM json_each(record.domain_tags) AS tag
    WHERE tag.value IN (SELECT value FROM json_each(:domainTags))) END`,
  minConfidence: 'confidence >= :minConfidence',
  outcomeTypes: 'outcome_type IN (SELECT value FROM json_each(:outcomeTypes))',
  agentId: 'agent_id = :agentId',
  notAgentId: 'agent_id <> :notAgentId',
  voters: 'voter IN (SELECT value FROM json_each(:voters))',
  notVoters: 'voter NOT IN (SELECT value FROM json_each(:notVoters))',
  inReplyTo: `record.key IN (SELECT reply.key FROM reply
    WHERE reply.collection = :collection AND target IN (SELECT value FROM json_each(:inReplyTo)))`,
  since: 'timestamp >= :since',
};

export function filterClause(filter: Filter): FilterClause {
  const conditions: string[] = [];
  const values: Record<string, string | number> = {};
  if (!filter.includeExpired) {
    conditions.push('expires_at >= :now');
    values.now = filter.now;
  }
  for (const [member, condition] of Object.entries(CONDITIONS)) {
    const value = filter[member as keyof typeof CONDITIONS];
    if (value === undefined) continue;
    conditions.push(condition);
    values[member] = typeof value === 'object' ? JSON.stringify(value) : value;
  }
  return { sql: conditions.length === 0 ? 'TRUE' : conditions.join(' AND '), values };
}
