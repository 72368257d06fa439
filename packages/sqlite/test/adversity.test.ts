// What a review of the code had found broken, each by a test of its own.
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManagedTransport } from '@qis/core';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { SqliteTransport } from '../src/sqlite-transport.ts';
import { FINGERPRINT, NOW, record, vectorOf } from './records.ts';
import { temporaryFolder } from './temporary-folder.ts';

const PAGE = 4_096;

async function filled(count: number): Promise<string> {
  const path = join(temporaryFolder(), 'outcomes.db');
  const transport = new SqliteTransport({ path });
  await transport.open({ fingerprint: FINGERPRINT });
  await transport.write(Array.from({ length: count }, (_, i) => record(i)));
  await transport.close();
  return path;
}

test.runIf(process.platform === 'linux')('a refused open leaves no file open', async () => {
  const path = await filled(1);
  const refused = new ManagedTransport(new SqliteTransport({ path }), {
    fingerprint: async () => ({ ...FINGERPRINT, model: 'another' }),
  });
  for (let i = 0; i < 20; i++) await expect(refused.stats({ now: NOW })).rejects.toThrow('embedded by');
  const open = readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(path);
    } catch {
      return false; // the folder itself
    }
  });
  expect(open.length).toBeLessThanOrEqual(3);
  await refused.close();
});

test('a damaged index of ids costs a scan no record', async () => {
  const path = await filled(1_000);
  const db = new Database(path, { readonly: true });
  const root = db
    .prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'record_id'")
    .pluck()
    .get() as number;
  db.close();
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(0, (root - 1) * PAGE, root * PAGE));
  const transport = new SqliteTransport({ path });
  await transport.open({});
  const { records } = await transport.scan({ filter: { now: NOW }, limit: 2_000 });
  expect(records).toHaveLength(1_000);
  await transport.close();
});

test('a flipped bit that makes a vector text costs no more than its record', async () => {
  const path = await filled(50);
  // Before the id in a row stands the serial type of the vector: 0x54 is a blob of 36 bytes, 0x55 a text of 36.
  const bytes = readFileSync(path);
  const { id } = record(6);
  for (let at = bytes.indexOf(id); at !== -1; at = bytes.indexOf(id, at + 1))
    if (bytes[at - 1] === 0x54) bytes[at - 1] = 0x55;
  writeFileSync(path, bytes);
  const transport = new SqliteTransport({ path });
  await transport.open({ fingerprint: FINGERPRINT });
  const { hits } = await transport.search({ vector: vectorOf(20), limit: 1, filter: { now: NOW } });
  expect(hits[0]?.id).toBe(record(20).id);
  const page = await transport.scan({ filter: { now: NOW }, limit: 100 });
  expect([page.records.length, page.unreadable]).toEqual([49, 1]);
  await transport.close();
});

test('what another collection inserts does not make an index file useless', async () => {
  const path = join(temporaryFolder(), 'outcomes.db');
  const open = async (collection: string): Promise<SqliteTransport> => {
    const transport = new SqliteTransport({ path, collection, hnswFrom: 40 });
    await transport.open({ fingerprint: FINGERPRINT });
    return transport;
  };
  const index = async (transport: SqliteTransport): Promise<unknown> => {
    await transport.search({ vector: vectorOf(1), limit: 1, filter: { now: NOW } });
    return (await transport.stats({ now: NOW })).details.index;
  };
  const quiet = await open('quiet');
  await quiet.write(Array.from({ length: 60 }, (_, i) => record(i)));
  await expect.poll(() => index(quiet), { timeout: 20_000 }).toBe('hnsw');
  // 200,000 inserts in another collection take a number each; here only the number is moved on.
  const db = new Database(path);
  db.prepare('INSERT INTO removal (seq, collection, key) VALUES (250000, 77, 1)').run();
  db.close();
  await quiet.write([record(999)]);
  const fresh = await open('quiet');
  expect(await index(fresh)).toBe('hnsw');
  for (const each of [quiet, fresh]) await each.close();
}, 30_000);

test('embedding anew lets the event loop turn', async () => {
  const path = await filled(2_000);
  const newer = new ManagedTransport(new SqliteTransport({ path }), {
    fingerprint: async () => ({ ...FINGERPRINT, revision: '2' }),
    supersedes: {
      fingerprints: async () => [FINGERPRINT],
      embed: async (texts) => texts.map((_, i) => vectorOf(i)),
    },
  });
  let turns = 0;
  const count = (): void => {
    turns++;
    turning = setImmediate(count);
  };
  let turning = setImmediate(count);
  await newer.open();
  clearImmediate(turning);
  expect(turns).toBeGreaterThanOrEqual(Math.floor(2_000 / 256));
  await newer.close();
});
