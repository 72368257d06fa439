import type { z } from 'zod';
import type { Answer } from '../answer-watch.ts';
import type { DepositReceipt } from '../deposit.ts';
import type { OutcomePacketInput } from '../packet.ts';
import type { QueryOptions, QueryResult } from '../query.ts';
import type { SynthesizeResult } from '../router.ts';
import type { SynthesizeOptions } from '../synthesis/options.ts';
import type { CallOptions } from '../transport.ts';

/** What the tools need of a router. Structural, so that a host may open the real one at the first call. */
export interface ToolRouter {
  deposit(packet: OutcomePacketInput, options?: CallOptions): Promise<DepositReceipt>;
  query(problem: string, options?: QueryOptions): Promise<QueryResult>;
  synthesize(
    problem: string,
    outcome?: OutcomePacketInput,
    options?: SynthesizeOptions,
  ): Promise<SynthesizeResult>;
  /** What has come for an agent's open problems; see `runTool`. */
  answers?(agentId: string, options?: CallOptions): Promise<readonly Answer[]>;
}

/** Who calls a tool, and how. */
export interface ToolContext {
  /** `voter#session`: signs deposits, and keeps the caller's own packets out of its answers. */
  readonly agentId: string;
  /** Life of a deposit that names no `ttl`, in seconds. */
  readonly ttl: number;
  /** Seconds since the epoch, for ages in answers. Default the system clock. */
  readonly now?: () => number;
  readonly signal?: AbortSignal;
}

/** Life of a packet that comes through a tool, unless the host says otherwise: 30 days, in seconds. The article's hour would empty a team's store every night. */
export const DEFAULT_TOOL_TTL = 2_592_000;

/** How a tool behaves, as MCP's hints. Nothing is ever destroyed, and depositing the same again renews one packet. */
export interface ToolAnnotations {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

export type ToolName = 'deposit' | 'query' | 'synthesize';

/** A JSON object. */
export type ToolResult = Readonly<Record<string, unknown>>;

/** One tool, for any host. */
export interface Tool {
  readonly name: ToolName;
  readonly title: string;
  /** For the model: what it does, and when to call it. */
  readonly description: string;
  readonly annotations: ToolAnnotations;
  readonly inputSchema: z.ZodType<object>;
  /**
   * Parses the arguments, calls the router, and answers with all that a model needs, compactly.
   * @throws OutcomeError that names the parameter, with nothing stored; `toolErrorText` puts any error into words.
   */
  run(router: ToolRouter, args: unknown, context: ToolContext): Promise<ToolResult>;
}
