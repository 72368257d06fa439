import type { Database } from 'better-sqlite3';
import { classify } from './classify.ts';

/** A change that waits for its turn. */
interface Waiting {
  readonly change: () => void;
  readonly signal: AbortSignal | undefined;
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Collects the changes that are asked for in one turn of the event loop and commits them together: a commit waits for
 * the disk, and that wait is shared.
 */
export class GroupCommit {
  readonly #commit: (changes: readonly Waiting[]) => void;
  #waiting: Waiting[] = [];

  /** `begin` and `end` run inside each transaction, before and after the changes. */
  constructor(db: Database, begin: () => void, end: () => void) {
    const transaction = db.transaction((changes: readonly Waiting[]) => {
      begin();
      for (const { change } of changes) change();
      end();
    });
    this.#commit = (changes) => transaction.immediate(changes);
  }

  /** Resolves after the commit; rejects with nothing done. A signal counts until the commit begins. */
  run(change: () => void, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.#flush());
      this.#waiting.push({ change, signal, resolve, reject });
    });
  }

  #flush(): void {
    const group: Waiting[] = [];
    for (const waiting of this.#waiting) {
      if (waiting.signal?.aborted) waiting.reject(waiting.signal.reason);
      else group.push(waiting);
    }
    this.#waiting = [];
    if (group.length > 0) this.#settle(group);
  }

  #settle(group: readonly Waiting[]): void {
    try {
      this.#commit(group);
    } catch (cause) {
      if (group.length === 1 || classify(cause).contended) for (const { reject } of group) reject(cause);
      // One of them is at fault, the others succeed alone.
      else for (const waiting of group) this.#settle([waiting]);
      return;
    }
    for (const { resolve } of group) resolve();
  }
}
