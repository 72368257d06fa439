import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { filterOptions, type QueryOptions } from '../query.ts';

/** Most claims that one synthesis shows. */
export const MAX_CLAIMS = 10;
/** Claims that a synthesis shows by default. */
export const DEFAULT_MAX_CLAIMS = 5;
/** Tokens that an answer takes at most by default, and where more claims are wanted than by default. */
export const DEFAULT_MAX_TOKENS = 1_000;
export const DEFAULT_MAX_TOKENS_MANY = 1_600;
/** Fewest tokens that can be asked for: room for one claim with its dissent. */
export const MIN_MAX_TOKENS = 300;

export interface SynthesizeOptions extends Omit<QueryOptions, 'topK'> {
  /** Claims wanted, 1 to {@link MAX_CLAIMS}. Default {@link DEFAULT_MAX_CLAIMS}. */
  readonly maxClaims?: number;
  /**
   * Most tokens of the answer as compact JSON (o200k, estimated and never too low); at least {@link MIN_MAX_TOKENS}.
   * Default {@link DEFAULT_MAX_TOKENS}, or {@link DEFAULT_MAX_TOKENS_MANY} where `maxClaims` is above its default.
   */
  readonly maxTokens?: number;
  /** Adds to each claim how its numbers came about; these count towards `maxTokens`. Default false. */
  readonly explain?: boolean;
}

/** The budget where none is given. */
export function defaultMaxTokens(maxClaims: number = DEFAULT_MAX_CLAIMS): number {
  return maxClaims > DEFAULT_MAX_CLAIMS ? DEFAULT_MAX_TOKENS_MANY : DEFAULT_MAX_TOKENS;
}

const claimsError = { error: `must be a whole number, 1 to ${MAX_CLAIMS}` };
const tokensError = { error: `must be a whole number, ${MIN_MAX_TOKENS} or more` };
const synthesizeOptionsSchema: z.ZodType<SynthesizeOptions> = z.strictObject({
  ...filterOptions,
  maxClaims: z.int(claimsError).min(1, claimsError).max(MAX_CLAIMS, claimsError).exactOptional(),
  maxTokens: z.int(tokensError).min(MIN_MAX_TOKENS, tokensError).exactOptional(),
  explain: z.boolean({ error: 'must be true or false' }).exactOptional(),
});

/** @throws OutcomeError `INVALID_QUERY`, naming the option. */
export function parseSynthesizeOptions(options: unknown): SynthesizeOptions {
  return parseInput(synthesizeOptionsSchema, options, 'INVALID_QUERY');
}
