import { z } from 'zod';
import { OutcomeError } from '../errors.ts';
import { estimateTokens } from '../estimate-tokens.ts';
import type { OutcomePacketInput } from '../packet.ts';
import type { SynthesizeResult } from '../router.ts';
import {
  DEFAULT_MAX_CLAIMS,
  DEFAULT_MAX_TOKENS,
  defaultMaxTokens,
  MAX_CLAIMS,
} from '../synthesis/options.ts';
import { readableReceipt, signed } from './deposit-tool.ts';
import { countParameter, outcomeParameters, questionParameters } from './parameters.ts';
import { parseArguments } from './parse-arguments.ts';
import { NOTHING_NEAR, NOTHING_PASSES, QUOTED, toolResultText } from './result-texts.ts';
import type { Tool, ToolContext, ToolResult } from './tool.ts';

/** A claim's votes are part of it: with the usual budget they would drive out the claim itself. */
const EXPLAINED_MAX_TOKENS = 3 * DEFAULT_MAX_TOKENS;
/** Tokens of what the tool adds to a synthesis: all of it, though no answer has all. */
const FRAME_TOKENS = estimateTokens(
  toolResultText({
    deposited: { id: '00000000-0000-8000-8000-000000000000', expires_in: '365d' },
    note: QUOTED,
    next: NOTHING_PASSES,
  }),
);

const { problem_description, ...filters } = questionParameters;
const { outcome_type, confidence, delta_summary, ...optional } = outcomeParameters;
const schema = z.strictObject({
  problem_description,
  max_claims: countParameter(MAX_CLAIMS, DEFAULT_MAX_CLAIMS),
  ...filters,
  explain: z
    .boolean({ error: 'must be true or false' })
    .exactOptional()
    .describe('show how the numbers came about'),
  outcome_type: outcome_type.exactOptional().describe('your own outcome: as in deposit'),
  confidence: confidence.exactOptional(),
  delta_summary: delta_summary.exactOptional(),
  ...optional,
});
type Arguments = z.output<typeof schema>;

/** Weighs what others report, and deposits the caller's own outcome first where it gives one. */
export const synthesizeTool: Tool = {
  name: 'synthesize',
  title: 'Synthesize outcomes',
  description:
    'Weigh what other agents report about a problem: claims with support and dissent, what was tried and failed, what nobody has solved yet. Call it instead of query when you must choose between remedies, when reports may disagree, or before a step that is costly to undo. To deposit your own outcome first, in the same call, add outcome_type, confidence and delta_summary.',
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  inputSchema: schema,
  async run(router, args, context) {
    const asked = parseArguments('synthesize', schema, args, 'INVALID_QUERY');
    const outcome = outcomeIn(asked);
    const { agentId, signal } = context;
    const result = await router.synthesize(asked.problem_description, outcome && signed(outcome, context), {
      agentId,
      ...(asked.max_claims !== undefined && { maxClaims: asked.max_claims }),
      ...(asked.domain_filter && { domainTags: asked.domain_filter }),
      ...(asked.min_confidence !== undefined && { minConfidence: asked.min_confidence }),
      explain: asked.explain ?? false,
      maxTokens: (asked.explain ? EXPLAINED_MAX_TOKENS : defaultMaxTokens(asked.max_claims)) - FRAME_TOKENS,
      ...(signal && { signal }),
    });
    return compact(result, Boolean(asked.domain_filter?.length || asked.min_confidence), context);
  },
};

/** The caller's own outcome, or nothing where it gives none of it. */
function outcomeIn(asked: Arguments): OutcomePacketInput | undefined {
  const { problem_description, outcome_type, confidence, delta_summary, domain_tags, ttl, in_reply_to } =
    asked;
  const parts = { outcome_type, confidence, delta_summary, domain_tags, ttl, in_reply_to };
  const given = Object.entries(parts).filter(([, value]) => value !== undefined);
  if (given.length === 0) return undefined;
  if (outcome_type !== undefined && confidence !== undefined && delta_summary !== undefined) {
    return { problem_description, ...Object.fromEntries(given), outcome_type, confidence, delta_summary };
  }
  const field =
    outcome_type === undefined ? 'outcome_type' : confidence === undefined ? 'confidence' : 'delta_summary';
  const message = `${field} is missing: an outcome needs outcome_type, confidence and delta_summary together. To deposit nothing, leave out ${given.map(([name]) => name).join(', ')}.`;
  throw new OutcomeError('INVALID_PACKET', message, { field });
}

function compact(result: SynthesizeResult, filtered: boolean, context: ToolContext): ToolResult {
  const {
    deposited,
    recommendation,
    nothing_known,
    claims,
    tried_and_failed,
    open_problems,
    dropped,
    unreadable,
  } = result;
  const cut = Object.entries(dropped).filter(([, count]) => count > 0);
  return {
    ...(deposited && { deposited: readableReceipt(deposited, context) }),
    ...(nothing_known
      ? {
          nothing_known,
          next: filtered && nothing_known.nearest_score === null ? NOTHING_PASSES : NOTHING_NEAR,
        }
      : { note: QUOTED }),
    ...(recommendation !== undefined && { recommendation }),
    claims,
    ...(tried_and_failed.length > 0 && { tried_and_failed }),
    ...(open_problems.length > 0 && { open_problems }),
    ...(cut.length > 0 && { dropped: Object.fromEntries(cut) }),
    ...(unreadable > 0 && { unreadable }),
  };
}
