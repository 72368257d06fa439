import type { Database } from 'better-sqlite3';

/** How far the log has come, for one collection. */
export interface LogPosition {
  /** Counts up when all vectors are replaced. */
  readonly generation: number;
  /** Removals up to this number may be forgotten. */
  readonly horizon: number;
  /** The sequence number of the last change in the file, 0 before the first. */
  readonly head: number;
}

/** For one collection's number. */
export const SELECT_POSITION = `SELECT generation, horizon,
  max(ifnull((SELECT max(key) FROM record), 0), ifnull((SELECT max(seq) FROM removal), 0)) AS head
  FROM collection WHERE id = ?`;

export function positionOf(db: Database, collection: number): LogPosition {
  return db.prepare(SELECT_POSITION).get(collection) as LogPosition;
}
