import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { OutcomeError } from '@qis/core';
import Database from 'better-sqlite3';
import { APPLICATION_ID, MIGRATIONS } from './schema.ts';

/** How long one statement waits for another process, in milliseconds. It blocks this thread, so it is short. */
const BUSY_TIMEOUT_MS = 50;
/** To what the write-ahead log is cut after it was copied into the file, in bytes. */
const WAL_LIMIT = 16 * 1024 * 1024;

/** Opens the file, made with its folder where it is missing, readable by this user alone, and brings its schema up to date. */
export function openDatabase(path: string, migrations: readonly string[] = MIGRATIONS): Database.Database {
  createPrivately(path);
  const db = new Database(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    assertSound(db.prepare('SELECT sqlite_version()').pluck().get() as string);
    migrate(db, migrations);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma(`journal_size_limit = ${WAL_LIMIT}`);
    db.pragma('foreign_keys = ON');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** SQLite gives its other files the permissions of the database. */
function createPrivately(path: string): void {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
}

/**
 * Between 3.7.0 and 3.51.2 two connections could lose a commit when one reset the write-ahead log (sqlite.org,
 * "WAL-reset bug"); 3.44.6 and 3.50.7 have the correction too.
 */
export function assertSound(version: string): void {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const sound =
    major > 3 ||
    (major === 3 &&
      (minor > 51 ||
        (minor === 51 && patch >= 3) ||
        (minor === 50 && patch >= 7) ||
        (minor === 44 && patch >= 6)));
  if (sound) return;
  const message = `SQLite ${version} can lose commits when several processes share a file: install a better-sqlite3 that brings 3.51.3 or newer.`;
  throw new OutcomeError('STORE_UNSUPPORTED', message);
}

function migrate(db: Database.Database, migrations: readonly string[]): void {
  // Without a lock: a file that is up to date can be opened while others write.
  if (versionOf(db) === migrations.length && db.pragma('application_id', { simple: true }) === APPLICATION_ID)
    return;
  db.transaction(() => {
    const from = versionOf(db);
    if (from > migrations.length) {
      const message = `The store has schema version ${from}, this program knows ${migrations.length}: use the newer version of @qis/sqlite that wrote it.`;
      throw new OutcomeError('STORE_UNSUPPORTED', message);
    }
    if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
      if (db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() !== 0) {
        throw new OutcomeError(
          'STORE_UNSUPPORTED',
          'The file is a SQLite database of another program: give another path.',
        );
      }
      db.pragma(`application_id = ${APPLICATION_ID}`);
    }
    for (const step of migrations.slice(from)) db.exec(step);
    db.pragma(`user_version = ${migrations.length}`);
  }).immediate();
}

function versionOf(db: Database.Database): number {
  return db.pragma('user_version', { simple: true }) as number;
}
