import { z } from 'zod';
import { type Floor, floorSchema } from './floor.ts';
import { cleanText, OUTCOME_TYPES, type OutcomeType } from './packet.ts';
import { parseInput } from './parse-input.ts';
import type { CallOptions, Hit } from './transport.ts';

/** Most hits that one query returns. */
export const MAX_TOP_K = 100;
/** Hits that a query returns by default. */
export const DEFAULT_TOP_K = 10;
/** Longest problem text that a query takes, in UTF-16 code units: more than any embedder reads. */
export const MAX_PROBLEM_LENGTH = 8_192;

export interface QueryOptions extends CallOptions {
  /** Hits wanted, 1 to {@link MAX_TOP_K}. Default {@link DEFAULT_TOP_K}. */
  readonly topK?: number;
  /** Only packets with any of these tags, at most 200. */
  readonly domainTags?: readonly string[];
  /** Only packets whose author was at least this sure, 0 to 1. */
  readonly minConfidence?: number;
  /** Only packets of these types. */
  readonly outcomeTypes?: readonly OutcomeType[];
  /** Who asks. Packets of exactly this agent id, session included, are left out: an agent knows its own. */
  readonly agentId?: string;
  /** Keeps the asking agent's own packets. Default false. */
  readonly includeOwn?: boolean;
  /** Replaces the embedder's rule for "nothing known"; `{ rule: 'none' }` keeps every hit. */
  readonly floor?: Floor;
}

export interface QueryResult {
  /** By descending score; empty where nothing near is known. */
  readonly hits: readonly Hit[];
  /** The score of the nearest packet that passed the filters, above the floor or not; null where none did. */
  readonly nearest_score: number | null;
  /** How many of the candidates fetched lay under the floor. */
  readonly below_floor: number;
  /** How many stored records near the query could not be read. */
  readonly unreadable: number;
}

const problemSchema = cleanText(
  'not blank',
  'must be a text that is not blank: say what the problem is',
).refine((text) => text.length <= MAX_PROBLEM_LENGTH, {
  error: `is longer than ${MAX_PROBLEM_LENGTH} characters: shorten it to the problem itself`,
});

/** Most tags to filter by: every transport takes as many. */
const MAX_TAGS = 200;
const tags = z
  .array(z.string({ error: 'must be a text' }), { error: 'must be a list of texts' })
  .max(MAX_TAGS, { error: `must hold at most ${MAX_TAGS} tags` });

type FilterOptionSchemas = {
  readonly [K in Exclude<keyof QueryOptions, 'topK'>]-?: z.ZodExactOptional<
    z.ZodType<NonNullable<QueryOptions[K]>>
  >;
};

/** Options that `query` and `synthesize` share, as a zod shape. */
export const filterOptions: FilterOptionSchemas = {
  domainTags: tags.exactOptional(),
  minConfidence: z
    .number({ error: 'must be a number from 0 to 1' })
    .min(0, { error: 'must be a number from 0 to 1' })
    .max(1, { error: 'must be a number from 0 to 1' })
    .exactOptional(),
  outcomeTypes: z
    .array(z.enum(OUTCOME_TYPES, { error: `must be one of ${OUTCOME_TYPES.join(', ')}` }), {
      error: 'must be a list of outcome types',
    })
    .max(OUTCOME_TYPES.length, { error: 'must hold each outcome type once' })
    .exactOptional(),
  agentId: z.string({ error: 'must be a text' }).exactOptional(),
  includeOwn: z.boolean({ error: 'must be true or false' }).exactOptional(),
  floor: floorSchema.exactOptional(),
  signal: z.instanceof(AbortSignal, { error: 'must be an AbortSignal' }).exactOptional(),
};

const topKError = { error: `must be a whole number, 1 to ${MAX_TOP_K}` };
const queryOptionsSchema: z.ZodType<QueryOptions> = z.strictObject({
  ...filterOptions,
  topK: z.int(topKError).min(1, topKError).max(MAX_TOP_K, topKError).exactOptional(),
});

/** @throws OutcomeError `INVALID_QUERY`, naming the field. */
export function parseProblem(problem: unknown): string {
  return parseInput(problemSchema, problem, 'INVALID_QUERY', 'problem_description');
}

/** @throws OutcomeError `INVALID_QUERY`, naming the option. */
export function parseQueryOptions(options: unknown): QueryOptions {
  return parseInput(queryOptionsSchema, options, 'INVALID_QUERY');
}
