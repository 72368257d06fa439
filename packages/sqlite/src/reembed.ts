import { setImmediate as turn } from 'node:timers/promises';
import { type Fingerprint, type ReembedTask, sameFingerprint } from '@qis/core';
import type { Database } from 'better-sqlite3';
import type { CollectionTable } from './log/collection-table.ts';
import { patiently } from './patiently.ts';
import { encodeVector } from './vector-blob.ts';

/** Texts embedded at once. */
const BATCH = 256;

interface Text {
  readonly key: number;
  readonly problem_description: string;
}

/**
 * Replaces all vectors of a collection and its fingerprint. The new vectors wait in a temporary table, embedded while
 * others go on working; one commit then puts them into place, unless something was written meanwhile: that is embedded
 * first. Nothing happens where the stored fingerprint is not the one to move from.
 */
export async function reembed(db: Database, collection: CollectionTable, task: ReembedTask): Promise<void> {
  const waiting = new ReembeddedVectors(db, collection.id);
  try {
    const { generation } = collection.position();
    const isMeant = (fingerprint: Fingerprint | undefined): boolean =>
      fingerprint !== undefined && sameFingerprint(fingerprint, task.from);
    if (!isMeant(collection.state().fingerprint)) return;
    for (;;) {
      for (let texts = waiting.missing(BATCH); texts.length > 0; texts = waiting.missing(BATCH)) {
        waiting.add(texts, await task.embed(texts.map(({ problem_description }) => problem_description)));
        await turn(); // an embedder that never waits would keep everybody else waiting
      }
      const commit = db.transaction((): boolean => {
        if (collection.position().generation !== generation || !isMeant(collection.state().fingerprint))
          return true;
        if (waiting.missing(1).length > 0) return false;
        waiting.putInPlace();
        collection.moveTo(task.to);
        return true;
      });
      if (await patiently(() => commit.immediate())) return;
    }
  } finally {
    waiting.drop();
  }
}

/** New vectors of records, by their keys, in a table that this connection alone sees. */
class ReembeddedVectors {
  readonly #db: Database;
  readonly #collection: number;
  /** All keys up to this one are there. */
  #upTo = 0;

  constructor(db: Database, collection: number) {
    this.#db = db;
    this.#collection = collection;
    this.drop();
    db.exec('CREATE TEMP TABLE reembedded (key INTEGER PRIMARY KEY, vector BLOB NOT NULL) STRICT');
  }

  /** Up to `limit` records that have no new vector yet, in the order of their keys. */
  missing(limit: number): readonly Text[] {
    return this.#db
      .prepare(
        'SELECT key, problem_description FROM record WHERE key > ? AND collection = ? ORDER BY key LIMIT ?',
      )
      .all(this.#upTo, this.#collection, limit) as Text[];
  }

  add(texts: readonly Text[], vectors: readonly Float32Array[]): void {
    const insert = this.#db.prepare('INSERT INTO temp.reembedded VALUES (?, ?)');
    this.#db.transaction(() => {
      for (const [i, { key }] of texts.entries()) insert.run(key, encodeVector(vectors[i] as Float32Array));
    })();
    this.#upTo = texts.at(-1)?.key ?? this.#upTo;
  }

  putInPlace(): void {
    this.#db.exec(
      'UPDATE record SET vector = fresh.vector FROM temp.reembedded AS fresh WHERE fresh.key = record.key',
    );
  }

  drop(): void {
    this.#db.exec('DROP TABLE IF EXISTS temp.reembedded');
  }
}
