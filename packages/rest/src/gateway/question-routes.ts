import {
  filterOptions,
  MAX_CLAIMS,
  MAX_TOP_K,
  MIN_MAX_TOKENS,
  packetInputSchema,
  type QueryOptions,
} from '@qis/core';
import { z } from 'zod';
import { assertScope, signed } from './principal.ts';
import { postRoute, type Route } from './route.ts';
import { count, counted, flag, hitSchema, opened, problemText } from './schemas.ts';

/** Most tokens that can be asked for; a synthesis has no use for more. */
const MAX_TOKENS = 100_000;

/** What narrows a question, by the names of the tools. */
const question = {
  problem_description: problemText,
  domain_filter: filterOptions.domainTags,
  min_confidence: filterOptions.minConfidence,
  outcome_types: filterOptions.outcomeTypes,
  agent_id: filterOptions.agentId,
  include_own: filterOptions.includeOwn,
  floor: filterOptions.floor,
} as const;

const querySchema = z.strictObject({ ...question, top_k: count(1, MAX_TOP_K).exactOptional() });
const synthesizeSchema = z.strictObject({
  ...question,
  outcome: packetInputSchema.exactOptional(),
  max_claims: count(1, MAX_CLAIMS).exactOptional(),
  max_tokens: count(MIN_MAX_TOKENS, MAX_TOKENS).exactOptional(),
  explain: flag.exactOptional(),
});

/** Questions, for people and agents. */
export const questionRoutes: readonly Route[] = [
  postRoute({
    path: '/v1/query',
    scope: 'query',
    summary: 'The packets nearest in meaning to a problem, or honestly none',
    body: querySchema,
    code: 'INVALID_QUERY',
    answer: z.object({
      hits: z.array(hitSchema),
      nearest_score: z.number().nullable(),
      below_floor: z.int(),
      unreadable: z.int(),
    }),
    serve: (body, { router, signal }) =>
      router.query(body.problem_description, {
        ...optionsOf(body),
        ...(body.top_k !== undefined && { topK: body.top_k }),
        signal,
      }),
  }),
  postRoute({
    path: '/v1/synthesize',
    scope: 'query',
    summary:
      'Weighs what others report about a problem; an outcome is deposited first, which needs the scope deposit',
    body: synthesizeSchema,
    code: 'INVALID_QUERY',
    answer: z.record(z.string(), z.unknown()),
    serve: async (body, call) => {
      const { router, principal, signal } = call;
      if (body.outcome) assertScope(principal, 'deposit');
      return router.synthesize(
        body.problem_description,
        body.outcome && signed(body.outcome, call, 'outcome'),
        {
          ...optionsOf(body),
          ...(body.max_claims !== undefined && { maxClaims: body.max_claims }),
          ...(body.max_tokens !== undefined && { maxTokens: body.max_tokens }),
          ...(body.explain !== undefined && { explain: body.explain }),
          signal,
        },
      );
    },
  }),
  {
    method: 'GET',
    path: '/v1/stats',
    scope: 'query',
    summary: 'What is in the collection',
    answer: z.object({ transport: z.string(), ...counted, ...opened }),
    run: ({ router, signal }) => router.stats({ signal }),
  },
];

function optionsOf(body: Omit<z.output<typeof querySchema>, 'top_k'>): QueryOptions {
  return {
    ...(body.domain_filter && { domainTags: body.domain_filter }),
    ...(body.min_confidence !== undefined && { minConfidence: body.min_confidence }),
    ...(body.outcome_types && { outcomeTypes: body.outcome_types }),
    ...(body.agent_id !== undefined && { agentId: body.agent_id }),
    ...(body.include_own !== undefined && { includeOwn: body.include_own }),
    ...(body.floor && { floor: body.floor }),
  };
}
