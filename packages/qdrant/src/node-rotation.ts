import { classify } from './classify.ts';
import type { QdrantApi } from './qdrant-api.ts';

export interface RotationOptions {
  /** Where there are several: how long one may take to answer before the next is asked, in milliseconds. */
  readonly answerWithinMs: number;
  /** Which is asked first, 0 to 1: a fleet should not ask all the same one. */
  readonly random: () => number;
}

/**
 * The nodes of one cluster. One of them is asked; after a failure that may be its own, the next call goes to the next.
 * Whether there is a next call is for the managed transport to say.
 */
export class NodeRotation {
  readonly #nodes: readonly QdrantApi[];
  readonly #answerWithinMs: number;
  #at: number;

  /** @param nodes one at least. */
  constructor(nodes: readonly QdrantApi[], { answerWithinMs, random }: RotationOptions) {
    this.#nodes = nodes;
    this.#answerWithinMs = answerWithinMs;
    this.#at = Math.floor(random() * nodes.length) % nodes.length;
  }

  get current(): QdrantApi {
    return this.#nodes[this.#at] as QdrantApi;
  }

  /** @param signal of the whole call, which may be longer than one node may take. */
  async ask<T>(
    signal: AbortSignal | undefined,
    ask: (node: QdrantApi, options: { readonly signal?: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    const node = this.current;
    const options = this.#signalFor(signal);
    try {
      return await ask(node, options);
    } catch (cause) {
      // Of calls that failed together only the first moves on.
      const mayBeItsOwn = options.signal?.aborted || classify(cause).retryable;
      if (mayBeItsOwn && this.current === node) this.#at = (this.#at + 1) % this.#nodes.length;
      throw cause;
    }
  }

  #signalFor(signal: AbortSignal | undefined): { readonly signal?: AbortSignal } {
    if (this.#nodes.length === 1) return signal ? { signal } : {};
    const late = AbortSignal.timeout(this.#answerWithinMs);
    return { signal: signal ? AbortSignal.any([signal, late]) : late };
  }
}
