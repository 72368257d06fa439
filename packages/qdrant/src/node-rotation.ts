import { classify } from './classify.ts';
import type { QdrantApi } from './qdrant-api.ts';

export interface RotationOptions {
  /** Where there are several: how long one may be silent before it is asked whether it is there, and then, in milliseconds. */
  readonly silentMs: number;
  /** Which is asked first, 0 to 1: a fleet should not ask all the same one. */
  readonly random: () => number;
}

/**
 * The nodes of one cluster. One of them is asked; after a failure that may be its own, the next call goes to the next.
 * Whether there is a next call is for the managed transport to say.
 */
export class NodeRotation {
  readonly #nodes: readonly QdrantApi[];
  readonly #silentMs: number;
  #at: number;

  /** @param nodes one at least. */
  constructor(nodes: readonly QdrantApi[], { silentMs, random }: RotationOptions) {
    this.#nodes = nodes;
    this.#silentMs = silentMs;
    this.#at = Math.floor(random() * nodes.length) % nodes.length;
  }

  get current(): QdrantApi {
    return this.#nodes[this.#at] as QdrantApi;
  }

  async ask<T>(
    signal: AbortSignal | undefined,
    ask: (node: QdrantApi, options: { readonly signal: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    const node = this.current;
    const left = new AbortController();
    const watch = this.#nodes.length > 1 ? this.#leaveIfSilent(node, left) : undefined;
    const either = signal ? AbortSignal.any([signal, left.signal]) : left.signal;
    try {
      return await ask(node, { signal: either });
    } catch (cause) {
      // Of calls that failed together only the first moves on.
      const mayBeItsOwn = either.aborted || classify(cause).retryable;
      if (mayBeItsOwn && this.current === node) this.#at = (this.#at + 1) % this.#nodes.length;
      throw cause;
    } finally {
      clearInterval(watch);
    }
  }

  /**
   * A node may be slow because it waits for another one, and gives that one up in the end: a deposit that is taken away
   * from it meanwhile begins to wait anew. So a node is left only where it does not even say that it is there.
   */
  #leaveIfSilent(node: QdrantApi, left: AbortController): NodeJS.Timeout {
    return setInterval(() => {
      node.version({ signal: AbortSignal.timeout(this.#silentMs) }).catch((cause: unknown) => {
        if (classify(cause).retryable) left.abort(cause);
      });
    }, this.#silentMs);
  }
}
