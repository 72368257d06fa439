import { DEFAULT_TOOL_TTL } from '@qis/core/tools';

/** Who deposits and asks, the same for tools and middleware of one agent. */
export interface CallerOptions {
  /**
   * `voter#session`: signs deposits, and keeps the caller's own packets out of its answers. A function makes it of the
   * thread that runs, so that conversations of one agent learn from each other: `(thread) => 'support#' + thread`.
   */
  readonly agentId: string | ((threadId: string | undefined) => string);
  /** Life of a deposit that names no `ttl`, in seconds. Default 30 days. */
  readonly ttl?: number;
}

/** The part of a run's configuration that names its thread. */
interface Run {
  readonly configurable?: { readonly thread_id?: unknown } | undefined;
}

/** Who calls in this run, and how long what it deposits lives. */
export function callerIn(
  { agentId, ttl = DEFAULT_TOOL_TTL }: CallerOptions,
  { configurable }: Run,
): { readonly agentId: string; readonly ttl: number } {
  if (typeof agentId === 'string') return { agentId, ttl };
  const thread = configurable?.thread_id;
  return { agentId: agentId(typeof thread === 'string' ? thread : undefined), ttl };
}
