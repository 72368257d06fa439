import type { OutcomeRecord } from '@qis/core';
import type { Database, Statement } from 'better-sqlite3';
import { ROW_COLUMNS, valuesOf } from '../record-row.ts';

const INSERT = `INSERT INTO record (collection, ${ROW_COLUMNS}) VALUES (?${', ?'.repeat(ROW_COLUMNS.split(',').length)})
  ON CONFLICT (collection, id) DO NOTHING`;

interface StoredKey {
  readonly key: number;
  readonly timestamp: number;
}

/** Changes the records of one collection. All of it inside a write transaction that began with `begin`. */
export class LogWriter {
  readonly #collection: number;
  readonly #stored: Statement;
  readonly #insert: Statement;
  readonly #insertReply: Statement;
  readonly #expired: Statement;
  readonly #insertRemoval: Statement;
  readonly #delete: Statement;
  #seq = 0;

  constructor(db: Database, collection: number) {
    this.#collection = collection;
    this.#stored = db.prepare('SELECT key, timestamp FROM record WHERE collection = ? AND id = ?');
    this.#insert = db.prepare(INSERT);
    this.#insertReply = db.prepare('INSERT INTO reply (collection, target, key) VALUES (?, ?, ?)');
    this.#expired = db
      .prepare('SELECT key FROM record WHERE collection = ? AND expires_at < ? ORDER BY expires_at LIMIT ?')
      .pluck();
    this.#insertRemoval = db.prepare('INSERT INTO removal (seq, collection, key) VALUES (?, ?, ?)');
    this.#delete = db.prepare('DELETE FROM record WHERE key = ?');
  }

  /** The sequence number of the last change, this transaction's included. */
  get seq(): number {
    return this.#seq;
  }

  /** @param head the last number that anybody took. */
  begin(head: number): void {
    this.#seq = head;
  }

  /** Replaces an id unless the stored timestamp is newer. */
  put(record: OutcomeRecord): void {
    // Most ids are new, and the insert itself finds out.
    if (this.#insertNew(record)) return;
    const stored = this.#stored.get(this.#collection, record.id) as StoredKey;
    if (stored.timestamp > record.packet.timestamp) return;
    this.#removeKey(stored.key);
    this.#insertNew(record);
  }

  remove(id: string): void {
    const stored = this.#stored.get(this.#collection, id) as StoredKey | undefined;
    if (stored) this.#removeKey(stored.key);
  }

  /** Removes up to `limit` records that expired before `before`, in seconds since the epoch, the longest expired first. */
  sweep(before: number, limit: number): void {
    for (const key of this.#expired.all(this.#collection, before, limit) as number[]) this.#removeKey(key);
  }

  #insertNew(record: OutcomeRecord): boolean {
    const key = this.#seq + 1;
    if (this.#insert.run(this.#collection, ...valuesOf(key, record)).changes === 0) return false;
    this.#seq = key;
    for (const target of record.packet.in_reply_to ?? [])
      this.#insertReply.run(this.#collection, target, key);
    return true;
  }

  #removeKey(key: number): void {
    this.#insertRemoval.run(++this.#seq, this.#collection, key);
    this.#delete.run(key);
  }
}
