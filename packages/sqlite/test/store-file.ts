import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import Database from 'better-sqlite3';

/** What a file says of itself and its one collection. */
export interface StoredCollection {
  /** What it takes when the write-ahead log has been copied into it. */
  readonly bytes: number;
  /** Name of the index file. */
  readonly file: string | null;
  readonly lease_owner: string | null;
  readonly horizon: number;
  readonly records: number;
  readonly removals: number;
}

export function readCollection(path: string): StoredCollection {
  const db = new Database(path, { readonly: true });
  try {
    return db
      .prepare(
        `SELECT page_count * page_size AS bytes, snapshot ->> 'file' AS file, lease_owner, horizon, (SELECT count(*) FROM record) AS records,
          (SELECT count(*) FROM removal) AS removals
        FROM collection, pragma_page_count, pragma_page_size`,
      )
      .get() as StoredCollection;
  } finally {
    db.close();
  }
}

/** As if the time of a killed builder had run out. */
export function endLease(path: string): void {
  const db = new Database(path);
  db.exec('UPDATE collection SET lease_until = 0');
  db.close();
}

/** Nobody else can write until the function that it returns is called. */
export function lockForWriting(path: string): () => void {
  const db = new Database(path, { timeout: 10_000 });
  db.exec('BEGIN IMMEDIATE');
  return () => {
    db.exec('ROLLBACK');
    db.close();
  };
}

/** Names of the index files beside a store, good or not. */
export function indexFiles(path: string): readonly string[] {
  return readdirSync(dirname(path)).filter((file) => file.startsWith(`${basename(path)}-index-`));
}
