import { type Fingerprint, OutcomeError } from '@qis/core';
import type { Database, Statement } from 'better-sqlite3';
import { type CollectionRow, type CollectionState, type Snapshot, stateOf } from './collection-row.ts';
import { type LogPosition, SELECT_POSITION } from './log-position.ts';

/** Removals that are remembered at least, while no snapshot makes them needless. */
const REMOVALS_KEPT = 100_000;

/** The row of one collection: whose vectors it holds, which snapshot is good, and who builds the next. */
export class CollectionTable {
  readonly id: number;
  readonly #read: Statement;
  readonly #position: Statement;
  readonly #lease: Statement;
  readonly #publish: Statement;
  readonly #forget: Statement;
  readonly #db: Database;
  /** The number of the change at which this process last counted removals. */
  #countedAt = 0;

  /**
   * Makes the collection where it is missing.
   * @throws OutcomeError `STORE_MISSING` where it must exist and does not.
   */
  constructor(db: Database, name: string, mustExist = false) {
    this.#db = db;
    const find = db.prepare('SELECT id FROM collection WHERE name = ?').pluck();
    // Looked for first: opening what is there takes no lock.
    if (find.get(name) === undefined) {
      if (mustExist) throw missing(db, name);
      db.prepare('INSERT INTO collection (name) VALUES (?) ON CONFLICT DO NOTHING').run(name);
    }
    this.id = find.get(name) as number;
    this.#read = db.prepare('SELECT generation, horizon, fingerprint, snapshot FROM collection WHERE id = ?');
    this.#position = db.prepare(SELECT_POSITION);
    this.#lease = db.prepare(
      'UPDATE collection SET lease_owner = :owner, lease_until = :until WHERE id = :id AND (lease_until < :now OR lease_owner = :owner)',
    );
    this.#publish = db.prepare(
      'UPDATE collection SET snapshot = :snapshot, horizon = :seq WHERE id = :id AND generation = :generation AND lease_owner = :owner AND horizon <= :seq',
    );
    this.#forget = db.prepare('DELETE FROM removal WHERE collection = :id AND seq <= :horizon');
  }

  row(): CollectionRow {
    return this.#read.get(this.id) as CollectionRow;
  }

  position(): LogPosition {
    return this.#position.get(this.id) as LogPosition;
  }

  state(): CollectionState {
    return stateOf(this.row());
  }

  /** Stores the fingerprint where none is, and returns the one that counts. */
  agree(fingerprint: Fingerprint | undefined): Fingerprint | undefined {
    const stored = this.state().fingerprint;
    if (stored || !fingerprint) return stored;
    this.#db
      .prepare('UPDATE collection SET fingerprint = ? WHERE id = ? AND fingerprint IS NULL')
      .run(JSON.stringify(fingerprint), this.id);
    return this.state().fingerprint;
  }

  /** All vectors are those of another space now. Inside the transaction that replaced them. */
  moveTo(fingerprint: Fingerprint): void {
    this.#db
      .prepare(
        'UPDATE collection SET fingerprint = ?, generation = generation + 1, snapshot = NULL WHERE id = ?',
      )
      .run(JSON.stringify(fingerprint), this.id);
  }

  /** Takes or keeps the right to build, until `until`; false where another has it. Times in seconds since the epoch. */
  lease(owner: string, now: number, until: number): boolean {
    return this.#lease.run({ owner, now, until, id: this.id }).changes === 1;
  }

  release(owner: string): void {
    this.#db
      .prepare('UPDATE collection SET lease_owner = NULL, lease_until = 0 WHERE id = ? AND lease_owner = ?')
      .run(this.id, owner);
  }

  /**
   * Makes a snapshot the one that counts, unless meanwhile the lease was lost, the vectors were replaced, or removals
   * since the snapshot were forgotten, as by the publishing of a newer one.
   */
  publish(snapshot: Snapshot, owner: string, generation: number): boolean {
    return this.#db
      .transaction(() => {
        const { changes } = this.#publish.run({
          snapshot: JSON.stringify(snapshot),
          seq: snapshot.seq,
          id: this.id,
          generation,
          owner,
        });
        if (changes === 1) this.#forget.run({ id: this.id, horizon: snapshot.seq - 1 });
        return changes === 1;
      })
      .immediate();
  }

  /** Forgets old removals where they have become many. Inside a write transaction, with the number of the last change. */
  forgetRemovals(head: number): void {
    if (head - this.#countedAt <= 2 * REMOVALS_KEPT) return;
    // Looked at again when as many changes have come once more: most of them are inserts, or another collection's.
    this.#countedAt = head;
    const newest = this.#db
      .prepare('SELECT seq FROM removal WHERE collection = ? ORDER BY seq DESC LIMIT 1 OFFSET ?')
      .pluck();
    if (newest.get(this.id, 2 * REMOVALS_KEPT) === undefined) return;
    const horizon = newest.get(this.id, REMOVALS_KEPT) as number;
    this.#db.prepare('UPDATE collection SET horizon = ? WHERE id = ?').run(horizon, this.id);
    this.#forget.run({ id: this.id, horizon });
  }
}

function missing(db: Database, name: string): OutcomeError {
  const names = db.prepare('SELECT name FROM collection ORDER BY name LIMIT 10').pluck().all() as string[];
  const there = names.length === 0 ? 'The store has none' : `There are: ${names.join(', ')}`;
  return new OutcomeError('STORE_MISSING', `The store has no collection ${name}. ${there}.`);
}
