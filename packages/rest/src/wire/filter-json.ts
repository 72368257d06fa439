import { type Filter, OUTCOME_TYPES } from '@qis/core';
import { z } from 'zod';

/** Lists in a filter may be long, and never endless. */
const MAX_LIST = 1_000;
/** Every transport takes as many tags; each is compared with each of a packet. */
const MAX_TAGS = 200;

const text = z.string({ error: 'must be a text' });
const textsUpTo = (most: number): z.ZodArray<z.ZodString> =>
  z.array(text, { error: 'must be a list of texts' }).max(most, { error: `must hold at most ${most} texts` });
const texts = textsUpTo(MAX_LIST);
const seconds = z.number({ error: 'must be seconds since the epoch' });
const outcomeType = z.enum(OUTCOME_TYPES, { error: 'must be an outcome type' });

/** A transport's filter on the wire: the same members under the wire's names. */
export const filterSchema: z.ZodType<Filter> = z
  .strictObject({
    now: seconds,
    domain_tags: textsUpTo(MAX_TAGS).exactOptional(),
    min_confidence: z.number({ error: 'must be a number from 0 to 1' }).exactOptional(),
    outcome_types: z
      .array(outcomeType, { error: 'must be a list of outcome types' })
      .max(OUTCOME_TYPES.length, { error: 'must hold each outcome type once' })
      .exactOptional(),
    agent_id: text.exactOptional(),
    not_agent_id: text.exactOptional(),
    voters: texts.exactOptional(),
    not_voters: texts.exactOptional(),
    in_reply_to: texts.exactOptional(),
    since: seconds.exactOptional(),
    include_expired: z.boolean({ error: 'must be true or false' }).exactOptional(),
  })
  .transform((json) => ({
    now: json.now,
    ...(json.domain_tags && { domainTags: json.domain_tags }),
    ...(json.min_confidence !== undefined && { minConfidence: json.min_confidence }),
    ...(json.outcome_types && { outcomeTypes: json.outcome_types }),
    ...(json.agent_id !== undefined && { agentId: json.agent_id }),
    ...(json.not_agent_id !== undefined && { notAgentId: json.not_agent_id }),
    ...(json.voters && { voters: json.voters }),
    ...(json.not_voters && { notVoters: json.not_voters }),
    ...(json.in_reply_to && { inReplyTo: json.in_reply_to }),
    ...(json.since !== undefined && { since: json.since }),
    ...(json.include_expired !== undefined && { includeExpired: json.include_expired }),
  }));

/** As {@link filterSchema} reads it. Members that are undefined are none: JSON drops them. */
export function filterToJson(filter: Filter): object {
  return {
    now: filter.now,
    domain_tags: filter.domainTags,
    min_confidence: filter.minConfidence,
    outcome_types: filter.outcomeTypes,
    agent_id: filter.agentId,
    not_agent_id: filter.notAgentId,
    voters: filter.voters,
    not_voters: filter.notVoters,
    in_reply_to: filter.inReplyTo,
    since: filter.since,
    include_expired: filter.includeExpired,
  };
}
