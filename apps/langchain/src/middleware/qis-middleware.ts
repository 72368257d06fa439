import { type BaseMessage, HumanMessage } from '@langchain/core/messages';
import { MIN_MAX_TOKENS, OutcomeError, type OutcomePacketInput } from '@qis/core';
import { assertToolOptions, type ToolRouter } from '@qis/core/tools';
import { type AgentMiddleware, createMiddleware, type Runtime } from 'langchain';
import { z } from 'zod';
import { type CallerOptions, callerIn } from '../caller.ts';
import { problemText } from '../problem-text.ts';
import { attempt, type Report, warn } from './attempt.ts';
import { type Quote, quoteHits, quoteSchema, withQuote } from './quote.ts';
import { usedPackets } from './used-packets.ts';

/** Tokens that the quoted packets take at most, by default. */
const DEFAULT_MAX_TOKENS = 1_000;

/** What the middleware needs of a router. */
export type MiddlewareRouter = Pick<ToolRouter, 'query' | 'deposit'>;

/** An agent's state when it has ended, as far as a middleware sees it. */
export interface FinishedState {
  readonly messages: readonly BaseMessage[];
  /** Where the agent has a `responseFormat`. */
  readonly structuredResponse?: Readonly<Record<string, unknown>> | undefined;
}

/** An outcome as the caller makes it: the middleware signs it. */
export type UnsignedOutcome = Omit<OutcomePacketInput, 'agent_id'>;

export interface QisMiddlewareOptions extends CallerOptions {
  /** Most tokens that are added to each model call, estimated on the high side; {@link MIN_MAX_TOKENS} or more. Default 1,000. */
  readonly maxTokens?: number;
  /**
   * What is deposited when the agent has ended; nothing where it returns nothing. Without `in_reply_to` the outcome
   * replies to the quoted packets that the agent named; an empty list replies to none. What it throws is the agent's error.
   * Default: nothing is deposited.
   */
  readonly outcomeFrom?: (
    state: FinishedState,
  ) => UnsignedOutcome | undefined | Promise<UnsignedOutcome | undefined>;
  /** Told of each query and deposit that failed; the agent goes on. Default: one line by `console.warn`. */
  readonly onError?: Report;
}

/** What it adds to an agent's state: private, so neither input nor output of the agent. */
type QisState = z.ZodObject<{ _qis: z.ZodOptional<z.ZodNullable<z.ZodType<Quote>>> }>;
const stateSchema: QisState = z.object({ _qis: quoteSchema.nullable().optional() });

export type QisMiddleware = AgentMiddleware<QisState, undefined, unknown, readonly [], readonly []>;

/**
 * Lets an agent learn from others without asking: before its first model call, the packets nearest to the user's problem
 * (the last human message that the run starts with) are quoted behind it, in every model call of the run and not in the
 * state's messages. When the agent has ended, an outcome is deposited, if there is one.
 *
 * No failure of the store breaks the agent; an aborted run does end.
 * @throws OutcomeError `INVALID_OPTION`, naming the option.
 */
export function qisMiddleware(router: MiddlewareRouter, options: QisMiddlewareOptions): QisMiddleware {
  assertToolOptions(options);
  assertMaxTokens(options.maxTokens);
  const { outcomeFrom } = options;
  return createMiddleware({
    name: 'qis',
    stateSchema,
    beforeAgent: async ({ messages }, runtime) => ({
      _qis: (await quoteFor(messages, router, options, runtime)) ?? null,
    }),
    wrapModelCall: (request, handler) => {
      const { _qis: quote } = request.state;
      return handler(quote ? { ...request, messages: withQuote(request.messages, quote) } : request);
    },
    ...(outcomeFrom && {
      afterAgent: async (state, runtime) => {
        const outcome = await outcomeFrom(state);
        if (outcome) await leave(outcome, state, router, options, runtime);
      },
    }),
  });
}

function assertMaxTokens(maxTokens = DEFAULT_MAX_TOKENS): void {
  if (Number.isInteger(maxTokens) && maxTokens >= MIN_MAX_TOKENS) return;
  const message = `maxTokens must be a whole number, ${MIN_MAX_TOKENS} or more.`;
  throw new OutcomeError('INVALID_OPTION', message, { field: 'maxTokens' });
}

async function quoteFor(
  messages: readonly BaseMessage[],
  router: MiddlewareRouter,
  options: QisMiddlewareOptions,
  runtime: Runtime,
): Promise<Quote | undefined> {
  const asked = messages.findLast(HumanMessage.isInstance);
  const problem = problemText(asked?.text ?? '');
  if (problem.trim() === '') return undefined;
  const { maxTokens = DEFAULT_MAX_TOKENS, onError: report = warn } = options;
  const { agentId } = callerIn(options, runtime);
  const result = await attempt(problem, {
    verb: 'query',
    signal: runtime.signal,
    report,
    run: (text, call) => router.query(text, { agentId, ...call }),
  });
  const quote = result && quoteHits(result.hits, Date.now() / 1000, maxTokens);
  return quote && { ...quote, message_id: asked?.id };
}

async function leave(
  outcome: UnsignedOutcome,
  state: FinishedState & { readonly _qis?: Quote | null | undefined },
  router: MiddlewareRouter,
  options: QisMiddlewareOptions,
  runtime: Runtime,
): Promise<void> {
  const { agentId, ttl } = callerIn(options, runtime);
  const replies = outcome.in_reply_to ?? (state._qis ? usedPackets(state, state._qis) : []);
  const packet = { ...outcome, ttl: outcome.ttl ?? ttl, agent_id: agentId, in_reply_to: replies };
  await attempt(packet, {
    verb: 'deposit',
    signal: runtime.signal,
    report: options.onError ?? warn,
    run: (signed, call) => router.deposit(signed, call),
  });
}
