import { OutcomeError, type OutcomePacketInput, OutcomeRouter } from '@qis/core';
import type { ToolRouter } from '@qis/core/tools';
import { StaticEmbedder } from '@qis/embeddings/static';
import { MemoryTransport } from '@qis/memory';

/** A problem as one agent puts it, with its outcome, and the same problem as another agent puts it. */
export const outcome: OutcomePacketInput = {
  problem_description: 'npm ci fails: lockfile is not in sync with package.json',
  outcome_type: 'resolved',
  confidence: 0.9,
  delta_summary: 'Ran npm install with the npm version of CI and committed the lockfile.',
};
export const sameProblem = 'CI stops because package-lock.json is out of sync';

/** A router over memory with the built-in embedder. */
export function memoryRouter(): OutcomeRouter {
  return new OutcomeRouter({ transport: new MemoryTransport(), embedder: new StaticEmbedder() });
}

/** What a router's store holds, the oldest first. */
export async function packetsIn(
  router: OutcomeRouter,
): Promise<readonly (OutcomePacketInput & { readonly id: string })[]> {
  const { records } = await router.transport.scan({ filter: { now: Date.now() / 1000 }, limit: 100 });
  const packets = records.map(({ id, packet }) => ({ id, ...packet }));
  return packets.sort((a, b) => a.timestamp - b.timestamp);
}

/** The data of a tool's text: what stands between its marks, where it has any. */
export function dataIn(content: unknown): ReturnType<typeof JSON.parse> {
  return JSON.parse(
    /^<quoted_outcomes>\n(.*)\n<\/quoted_outcomes>$/m.exec(String(content))?.[1] ?? String(content),
  );
}

/** What a store that cannot be reached makes of every call. */
export const unreachable: OutcomeError = new OutcomeError(
  'STORE_UNAVAILABLE',
  'db.internal.example:6333 refuses connections.',
  { cause: new TypeError('fetch failed: a driver may quote anything'), retryable: true },
);

/** A router whose store cannot be reached. */
export const brokenRouter: ToolRouter = {
  deposit: () => Promise.reject(unreachable),
  query: () => Promise.reject(unreachable),
  synthesize: () => Promise.reject(unreachable),
};

/** A router that answers no call before its signal aborts; `called` resolves with that signal. */
export class HangingRouter implements ToolRouter {
  readonly called: Promise<AbortSignal>;
  #call: (signal: AbortSignal) => void = () => {};

  constructor() {
    this.called = new Promise((resolve) => (this.#call = resolve));
  }

  deposit(_: unknown, options?: { readonly signal?: AbortSignal }): Promise<never> {
    return this.#hang(options);
  }

  query(_: unknown, options?: { readonly signal?: AbortSignal }): Promise<never> {
    return this.#hang(options);
  }

  synthesize(_: unknown, _outcome?: unknown, options?: { readonly signal?: AbortSignal }): Promise<never> {
    return this.#hang(options);
  }

  #hang({ signal }: { readonly signal?: AbortSignal } = {}): Promise<never> {
    if (!signal) return Promise.reject(new Error('No signal came through.'));
    this.#call(signal);
    return new Promise((_, reject) =>
      signal.addEventListener('abort', () => reject(new OutcomeError('ABORTED', 'The call was aborted.'))),
    );
  }
}
