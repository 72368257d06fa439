import type { Filter } from '@qis/core';

/** A condition on `record`, with its values by name. */
export interface FilterClause {
  readonly sql: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** SQL for each member of a filter but the tags; a list arrives as JSON. Says the same as `matchesFilter` of core. */
const CONDITIONS: Readonly<Record<Exclude<keyof Filter, 'now' | 'includeExpired' | 'domainTags'>, string>> = {
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

/** CASE is sure to look first whether there is a list to read. */
const ANY_TAG = `CASE WHEN json_valid(domain_tags) THEN EXISTS (SELECT 1 FROM json_each(record.domain_tags) AS tag
  WHERE tag.value IN (SELECT value FROM json_each(:domainTags))) END`;

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
  if (filter.domainTags) addTags(filter.domainTags, conditions, values);
  return { sql: conditions.length === 0 ? 'TRUE' : conditions.join(' AND '), values };
}

/** More tags than so many are looked for in one way alone: each number of them is a statement of its own. */
const MAX_LETTERS = 8;

/** Most lists do not even hold the letters of a tag, which is found out twenty times as fast as reading them. */
function addTags(
  tags: readonly string[],
  conditions: string[],
  values: Record<string, string | number>,
): void {
  if (tags.length <= MAX_LETTERS) {
    const held = tags.map((tag, i) => {
      values[`tag${i}`] = JSON.stringify(tag);
      return `instr(domain_tags, :tag${i})`;
    });
    conditions.push(`(${held.join(' OR ')})`);
  }
  conditions.push(ANY_TAG);
  values.domainTags = JSON.stringify(tags);
}
