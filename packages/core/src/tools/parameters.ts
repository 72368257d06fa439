import { z } from 'zod';
import { type OutcomePacket, packetFields } from '../packet.ts';
import { filterOptions } from '../query.ts';

type Required = 'outcome_type' | 'confidence' | 'delta_summary';
type Optional = 'domain_tags' | 'ttl' | 'in_reply_to';

type OutcomeParameters = { readonly [K in Required]: z.ZodType<OutcomePacket[K]> } & {
  readonly [K in Optional]: z.ZodExactOptional<z.ZodType<NonNullable<OutcomePacket[K]>>>;
};

/** What describes an outcome: all of `deposit` but the problem. `synthesize` takes it too. */
export const outcomeParameters: OutcomeParameters = {
  outcome_type: packetFields.outcome_type.describe(
    'resolved: it worked; partial: it helped; contradicted: tried, failed; open: unsolved',
  ),
  confidence: packetFields.confidence.describe('how sure you are'),
  delta_summary: packetFields.delta_summary.describe(
    'what worked, failed or changed, for another to act on; at most 200 characters',
  ),
  domain_tags: packetFields.domain_tags.exactOptional().describe('e.g. ["node","sqlite"]'),
  ttl: packetFields.ttl.exactOptional().describe('seconds until it expires'),
  in_reply_to: packetFields.in_reply_to.exactOptional().describe('ids of the packets you used'),
};

type QuestionParameters = {
  readonly problem_description: z.ZodType<string>;
  readonly domain_filter: z.ZodExactOptional<z.ZodType<readonly string[]>>;
  readonly min_confidence: z.ZodExactOptional<z.ZodType<number>>;
};

/** What `query` and `synthesize` read by. */
export const questionParameters: QuestionParameters = {
  problem_description: packetFields.problem_description.describe(
    'your problem in a sentence or two, with the exact error text',
  ),
  domain_filter: filterOptions.domainTags.describe('only packets with any of these tags'),
  min_confidence: filterOptions.minConfidence.describe('only packets whose author was at least this sure'),
};

/** A count with its default, for instance `top_k`. */
export function countParameter(max: number, standard: number): z.ZodExactOptional<z.ZodType<number>> {
  const error = { error: `must be a whole number, 1 to ${max}` };
  return z.int(error).min(1, error).max(max, error).exactOptional().describe(`default ${standard}`);
}
