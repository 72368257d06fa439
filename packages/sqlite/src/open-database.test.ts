import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OutcomeError } from '@qis/core';
import Database from 'better-sqlite3';
import { describe, expect, it, test } from 'vitest';
import { FINGERPRINT, NOW, record, vectorOf } from '../test/records.ts';
import { storedRecords } from '../test/stored-records.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { assertSound, openDatabase } from './open-database.ts';
import { MIGRATIONS } from './schema.ts';
import { SqliteTransport } from './sqlite-transport.ts';

const STORES = fileURLToPath(new URL('../test/stores', import.meta.url));

it.each(['3.44.6', '3.44.9', '3.50.7', '3.51.3', '3.54.0', '4.0.0'])('SQLite %s is sound', (version) => {
  expect(() => assertSound(version)).not.toThrow();
});

it.each(['3.7.0', '3.44.5', '3.45.6', '3.50.6', '3.51.2'])(
  'SQLite %s can lose commits, and is refused',
  (version) => {
    expect(() => assertSound(version)).toThrow(OutcomeError);
    expect(() => assertSound(version)).toThrow(/install a better-sqlite3/);
  },
);

test('the pragmas that the promises rest on are set', () => {
  const db = openDatabase(join(temporaryFolder(), 'outcomes.db'));
  const pragma = (name: string): unknown => db.pragma(name, { simple: true });
  expect(pragma('journal_mode')).toBe('wal');
  expect(pragma('synchronous')).toBe(2); // FULL
  expect(pragma('busy_timeout')).toBeLessThanOrEqual(100);
  expect(pragma('foreign_keys')).toBe(1);
  expect(pragma('cache_size')).toBe(-1_024);
  db.close();
});

describe('stores of every version that was released', () => {
  const versions = readdirSync(STORES);

  it('are kept, one for each schema', () => {
    expect(versions).toEqual(MIGRATIONS.map((_, i) => `schema-${i + 1}.db`));
  });

  it.each(versions)('%s opens, with all that it held, and can be written', async (file) => {
    const path = join(temporaryFolder(), file);
    copyFileSync(join(STORES, file), path);
    const transport = new SqliteTransport({ path, mustExist: true });
    expect(await transport.open({ fingerprint: FINGERPRINT })).toMatchObject({ fingerprint: FINGERPRINT });
    const everything = { now: NOW, includeExpired: true };
    const { records } = await transport.scan({ filter: everything, limit: 100 });
    expect(records).toEqual(storedRecords.map(({ vector: _, ...rest }) => rest));
    for (const [n, { id }] of storedRecords.entries()) {
      const { hits } = await transport.search({ vector: vectorOf(n), limit: 1, filter: everything });
      expect(hits).toMatchObject([{ id, score: expect.closeTo(1, 4) }]);
    }
    const { in_reply_to = [] } = storedRecords[2]?.packet ?? {};
    const replies = await transport.scan({ filter: { ...everything, inReplyTo: in_reply_to }, limit: 10 });
    expect(replies.records.map(({ id }) => id)).toEqual([storedRecords[2]?.id]);
    await transport.write([record(100)]);
    expect((await transport.stats({ now: NOW })).packets).toBe(storedRecords.length + 1);
    await transport.close();
  });
});

describe('a migration', () => {
  const step = "ALTER TABLE record ADD COLUMN extra TEXT NOT NULL DEFAULT 'none'";

  test('changes an older file once, and leaves what it held', () => {
    const path = join(temporaryFolder(), 'outcomes.db');
    copyFileSync(join(STORES, 'schema-1.db'), path);
    for (let times = 0; times < 2; times++) {
      const db = openDatabase(path, { migrations: [...MIGRATIONS.slice(0, 1), step] });
      expect(db.pragma('user_version', { simple: true })).toBe(2);
      expect(db.prepare('SELECT count(*), max(extra) FROM record').raw().get()).toEqual([5, 'none']);
      db.close();
    }
  });

  test('that fails half-way leaves the file as it was', () => {
    const path = join(temporaryFolder(), 'outcomes.db');
    copyFileSync(join(STORES, 'schema-1.db'), path);
    const migrations = [...MIGRATIONS.slice(0, 1), step, 'SELECT no_such_function()'];
    expect(() => openDatabase(path, { migrations })).toThrow(/no_such_function/);
    const db = new Database(path);
    expect(db.pragma('user_version', { simple: true })).toBe(1);
    expect(() => db.prepare('SELECT extra FROM record')).toThrow(/no such column/);
    db.close();
  });
});
