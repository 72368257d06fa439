import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { OutcomeError } from '@qis/core';
import Database from 'better-sqlite3';
import { WAL_LIMIT } from './log/log-limit.ts';
import { APPLICATION_ID, MIGRATIONS } from './schema.ts';

/** How long one statement waits for another process, in milliseconds. It blocks this thread, so it is short. */
const BUSY_TIMEOUT_MS = 50;
/** Pages that a process keeps, in KiB: few, because there are many processes and the system keeps them once for all. */
const CACHE_KIB = 1_024;

export interface OpenDatabaseOptions {
  /** Refuses a file that is not there, instead of making it. Default false. */
  readonly mustExist?: boolean;
  /** The steps to the present schema. */
  readonly migrations?: readonly string[];
}

/**
 * Opens the file, made with its folder where it is missing, readable by this user alone, and brings its schema up to date.
 * @throws OutcomeError `STORE_MISSING`, `STORE_UNSUPPORTED`, `STORE_FAILED` for a folder, and whatever SQLite and the file system throw.
 */
export function openDatabase(path: string, options: OpenDatabaseOptions = {}): Database.Database {
  const { mustExist = false, migrations = MIGRATIONS } = options;
  if (!existsSync(path)) {
    if (mustExist)
      throw new OutcomeError('STORE_MISSING', `There is no store at ${path}: give another path.`);
    createPrivately(path);
  }
  assertUsable(path);
  const db = new Database(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    assertSound(db.prepare('SELECT sqlite_version()').pluck().get() as string);
    migrate(db, migrations);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma(`journal_size_limit = ${WAL_LIMIT}`);
    db.pragma(`cache_size = ${-CACHE_KIB}`);
    db.pragma('foreign_keys = ON');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** SQLite gives its other files the permissions of the database. */
function createPrivately(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
}

/** What SQLite cannot write it opens for reading, and then never writes, whatever becomes of the permissions. */
function assertUsable(path: string): void {
  const file = realpathSync(path); // beside which SQLite makes its other files
  if (!statSync(file).isFile())
    throw new OutcomeError('STORE_FAILED', `${path} is not a file: give the path of one.`);
  accessSync(file, constants.R_OK | constants.W_OK);
  accessSync(dirname(file), constants.W_OK);
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
  if (versionOf(db) === migrations.length && isOurs(db)) return;
  db.transaction(() => {
    const fault = schemaFault(db, migrations);
    if (fault) throw fault;
    db.pragma(`application_id = ${APPLICATION_ID}`);
    for (const step of migrations.slice(versionOf(db))) db.exec(step);
    db.pragma(`user_version = ${migrations.length}`);
  }).immediate();
}

/** Why a file cannot be a store of this version; undefined where it is one, an older one, or empty. */
export function schemaFault(db: Database.Database, migrations: readonly string[]): OutcomeError | undefined {
  const version = versionOf(db);
  if (
    !isOurs(db) &&
    (version !== 0 || db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() !== 0)
  ) {
    const message = 'The file is a SQLite database of another program: give another path.';
    return new OutcomeError('STORE_UNSUPPORTED', message);
  }
  if (version <= migrations.length) return undefined;
  const message = `The store has schema version ${version}, this program knows ${migrations.length}: use the newer version of @qis/sqlite that wrote it.`;
  return new OutcomeError('STORE_UNSUPPORTED', message);
}

function isOurs(db: Database.Database): boolean {
  return db.pragma('application_id', { simple: true }) === APPLICATION_ID;
}

export function versionOf(db: Database.Database): number {
  return db.pragma('user_version', { simple: true }) as number;
}
