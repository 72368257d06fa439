import { statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';

/** To what the write-ahead log is cut after it was copied into the file, in bytes. */
export const WAL_LIMIT: number = 16 * 1024 * 1024;
/** From this size on its beginning anew is not left to chance. */
const OVERGROWN = 2 * WAL_LIMIT;
/** So long one attempt is apart from the next, in milliseconds: a reader that stays must not slow every deposit. */
const APART_MS = 1_000;

/**
 * Keeps the write-ahead log bounded. SQLite begins it anew when a writer happens to meet no reader that needs it, and under
 * a load of readers that overlap this may never happen; so once it is overgrown, a writer waits for those readers.
 */
export class LogLimit {
  readonly #db: Pick<Database, 'pragma'>;
  readonly #file: string;
  #next = 0;

  /** @param path of the database, without links. */
  constructor(db: Pick<Database, 'pragma'>, path: string) {
    this.#db = db;
    this.#file = `${path}-wal`;
  }

  /** Called after a commit; waits at most as long as a statement does. What was not possible is tried again later. */
  enforce(): void {
    const size = statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
    const now = performance.now();
    if (size <= OVERGROWN || now < this.#next) return;
    this.#next = now + APART_MS;
    this.#db.pragma('wal_checkpoint(RESTART)');
  }
}
