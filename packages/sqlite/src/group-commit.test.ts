import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { GroupCommit } from './group-commit.ts';
import { openDatabase } from './open-database.ts';

function numbers(): {
  db: Database;
  path: string;
  commits: GroupCommit;
  begun: () => number;
  put: (n: number) => void;
} {
  const path = join(temporaryFolder(), 'outcomes.db');
  const db = openDatabase(path);
  db.exec('CREATE TABLE number (n INTEGER PRIMARY KEY)');
  const insert = db.prepare('INSERT INTO number VALUES (?)');
  let begun = 0;
  const commits = new GroupCommit(
    db,
    () => begun++,
    () => undefined,
  );
  return { db, path, commits, begun: () => begun, put: (n) => void insert.run(n) };
}

const stored = (db: Database): unknown[] => db.prepare('SELECT n FROM number ORDER BY n').pluck().all();

test('changes asked for together share a commit', async () => {
  const { db, commits, begun, put } = numbers();
  await Promise.all(Array.from({ length: 64 }, (_, n) => commits.run(() => put(n))));
  expect(stored(db)).toHaveLength(64);
  expect(begun()).toBe(1);
  await commits.run(() => put(64));
  expect(begun()).toBe(2);
});

test('a promise resolves after the commit: another connection sees the change', async () => {
  const { path, commits, put } = numbers();
  const other = openDatabase(path);
  await commits.run(() => put(1));
  expect(stored(other)).toEqual([1]);
  other.close();
});

test('a change that fails fails alone, and leaves nothing of itself', async () => {
  const { db, commits, put } = numbers();
  const results = await Promise.allSettled([
    commits.run(() => put(1)),
    commits.run(() => {
      put(2);
      put(1);
    }),
    commits.run(() => put(3)),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(stored(db)).toEqual([1, 3]);
});

test('while another process writes, all are refused at once, with nothing done', async () => {
  const { db, path, commits, put } = numbers();
  const other = openDatabase(path);
  other.exec('BEGIN IMMEDIATE');
  const results = await Promise.allSettled([commits.run(() => put(1)), commits.run(() => put(2))]);
  expect(results).toEqual(
    Array(2).fill({ status: 'rejected', reason: expect.objectContaining({ code: 'SQLITE_BUSY' }) }),
  );
  other.exec('ROLLBACK');
  await commits.run(() => put(3));
  expect(stored(db)).toEqual([3]);
  other.close();
});

test('a signal is heard until the commit begins', async () => {
  const { db, commits, put } = numbers();
  const controller = new AbortController();
  const given = commits.run(() => put(1), controller.signal);
  const kept = commits.run(() => put(2));
  controller.abort(new Error('enough'));
  await expect(given).rejects.toThrow('enough');
  await kept;
  expect(stored(db)).toEqual([2]);
});
