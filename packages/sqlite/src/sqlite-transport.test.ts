import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManagedTransport, OutcomeError, type OutcomeTransport } from '@qis/core';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { FINGERPRINT, idOf, NOW, record, vectorOf } from '../test/records.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { SqliteTransport, type SqliteTransportOptions } from './sqlite-transport.ts';

async function opened(path: string, options: Partial<SqliteTransportOptions> = {}): Promise<SqliteTransport> {
  const transport = new SqliteTransport({ path, ...options });
  await transport.open({ fingerprint: FINGERPRINT });
  return transport;
}

async function allIds(transport: OutcomeTransport): Promise<string[]> {
  const { records } = await transport.scan({ filter: { now: NOW, includeExpired: true }, limit: 10_000 });
  return records.map(({ id }) => id);
}

const nearest = async (transport: OutcomeTransport, n: number): Promise<string[]> => {
  const { hits } = await transport.search({ vector: vectorOf(n), limit: 1, filter: { now: NOW } });
  return hits.map(({ id }) => id);
};

describe('the file', () => {
  test.runIf(process.platform !== 'win32')('and its folder are made for this user alone', async () => {
    const folder = join(temporaryFolder(), 'new', 'folder');
    const transport = await opened(join(folder, 'outcomes.db'));
    await transport.write([record(1)]);
    const modes = [folder, ...['', '-wal', '-shm'].map((end) => join(folder, `outcomes.db${end}`))].map(
      (path) => statSync(path).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o600, 0o600, 0o600]);
    await transport.close();
  });

  test('is not made where it must exist, nor is a collection', async () => {
    const path = join(temporaryFolder(), 'outcomes.db');
    const missing = new SqliteTransport({ path, mustExist: true });
    await expect(missing.open({})).rejects.toMatchObject({ code: 'STORE_MISSING' });
    expect(existsSync(path)).toBe(false);
    await (await opened(path, { collection: 'team' })).close();
    const other = new SqliteTransport({ path, collection: 'teem', mustExist: true });
    await expect(other.open({})).rejects.toThrow('The store has no collection teem. There are: team.');
    await (await opened(path, { collection: 'team', mustExist: true })).close();
  });

  test('keeps its collections apart', async () => {
    const path = join(temporaryFolder(), 'outcomes.db');
    const [one, two] = [await opened(path, { collection: 'one' }), await opened(path, { collection: 'two' })];
    await one.write([record(1), record(2)]);
    await two.write([record(2), record(3)]);
    await one.remove([idOf(2), idOf(3)]);
    expect(await allIds(one)).toEqual([idOf(1)]);
    expect(await allIds(two)).toEqual([idOf(2), idOf(3)]);
    expect([await nearest(one, 3), await nearest(two, 2)]).toEqual([[idOf(1)], [idOf(2)]]);
    await one.close();
    await two.close();
  });
});

describe('another model', () => {
  test('that re-embedded the store ends the calls of a process that still runs the older one', async () => {
    const path = join(temporaryFolder(), 'outcomes.db');
    const managed = new ManagedTransport(new SqliteTransport({ path }), {
      fingerprint: async () => FINGERPRINT,
    });
    await managed.write([record(1)]);
    const db = new Database(path);
    db.prepare('UPDATE collection SET generation = generation + 1, fingerprint = ?').run(
      JSON.stringify({ ...FINGERPRINT, revision: '2' }),
    );
    db.close();
    const calls = [
      managed.write([record(2)]),
      managed.search({ vector: vectorOf(1), limit: 1, filter: { now: NOW } }),
      managed.remove([idOf(1)]),
    ];
    for (const call of calls) {
      await expect(call).rejects.toMatchObject({ code: 'EMBEDDER_MISMATCH', retryable: false });
      await expect(call).rejects.toThrow(/random@2.*random@1/);
    }
    expect(await allIds(managed)).toEqual([idOf(1)]);
    await managed.close();
  });

  test('that turns out to be the same one changes nothing', async () => {
    const path = join(temporaryFolder(), 'outcomes.db');
    const transport = await opened(path);
    await transport.write([record(1)]);
    const db = new Database(path);
    db.exec('UPDATE collection SET generation = generation + 1');
    db.close();
    await transport.write([record(2)]);
    expect([await nearest(transport, 1), await nearest(transport, 2)]).toEqual([[idOf(1)], [idOf(2)]]);
    await transport.close();
  });
});

describe('expired records', () => {
  test('are swept an hour after, a few with each few writes', async () => {
    const transport = await opened(join(temporaryFolder(), 'outcomes.db'));
    for (let hour = 0; hour < 100; hour++) {
      const records = Array.from({ length: 50 }, (_, n) =>
        record(hour * 50 + n, { timestamp: NOW + hour * 3_600, ttl: 60 }),
      );
      await transport.write(records);
    }
    // 50 live, 50 that expired within the hour, and those that the last look has not reached.
    expect((await allIds(transport)).length).toBeLessThan(200);
    await transport.close();
  });

  test('are not swept within the hour, and live ones never', async () => {
    const transport = await opened(join(temporaryFolder(), 'outcomes.db'));
    const batch = (from: number, timestamp: number, ttl: number): Promise<void> =>
      transport.write(Array.from({ length: 20 }, (_, n) => record(from + n, { timestamp, ttl })));
    await batch(0, NOW, 3_600);
    await batch(20, NOW, 7_201);
    await batch(40, NOW + 7_200, 1);
    expect(await allIds(transport)).toHaveLength(60);
    await batch(60, NOW + 7_201, 1);
    expect(await allIds(transport)).toEqual(Array.from({ length: 60 }, (_, n) => idOf(20 + n)));
    await transport.close();
  });

  test('are swept by processes that live for one write each', async () => {
    const path = join(temporaryFolder(), 'outcomes.db');
    const first = await opened(path);
    await first.write(Array.from({ length: 100 }, (_, n) => record(n, { ttl: 1 })));
    await first.close();
    for (let n = 0; n < 5; n++) {
      const transport = await opened(path);
      await transport.write([record(1_000 + n, { timestamp: NOW + 7_200 })]);
      await transport.close();
    }
    const last = await opened(path);
    expect((await allIds(last)).length).toBe(5);
    await last.close();
  });
});

test('a record that something else spoilt is passed over and counted, and fails no call', async () => {
  const path = join(temporaryFolder(), 'outcomes.db');
  const transport = await opened(path);
  await transport.write(Array.from({ length: 5 }, (_, n) => record(n)));
  const db = new Database(path);
  db.prepare("UPDATE record SET domain_tags = '[1' WHERE id = ?").run(idOf(1));
  db.prepare('UPDATE record SET vector = ? WHERE id = ?').run(Buffer.alloc(3), idOf(2));
  db.close();
  const reader = await opened(path);
  const { hits, unreadable } = await reader.search({ vector: vectorOf(1), limit: 5, filter: { now: NOW } });
  expect([hits.map(({ id }) => id).sort(), unreadable]).toEqual([[idOf(0), idOf(3), idOf(4)], 1]);
  const page = await reader.scan({ filter: { now: NOW }, limit: 10 });
  expect([page.records.length, page.unreadable]).toEqual([3, 2]);
  expect(await reader.get([idOf(1), idOf(2), idOf(3)], { now: NOW })).toHaveLength(1);
  await reader.close();
  await transport.close();
});

test('a damaged page costs a scan the records that were on it, which are counted', async () => {
  const path = join(temporaryFolder(), 'outcomes.db');
  const first = await opened(path);
  await first.write(Array.from({ length: 400 }, (_, n) => record(n)));
  await first.close();
  const db = new Database(path);
  const root = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'record'").pluck().get() as number;
  db.close();
  const bytes = readFileSync(path);
  // An interior page ends in the numbers of its leaves; the first pointer leads to the last cell of the page.
  const interior = bytes.subarray((root - 1) * 4_096, root * 4_096);
  const leaf = interior.readUInt32BE(interior.readUInt16BE(12 + 2 * 10));
  bytes.fill(0xff, (leaf - 1) * 4_096, leaf * 4_096);
  writeFileSync(path, bytes);
  const transport = await opened(path);
  let [read, lost] = [0, 0];
  let cursor: string | undefined;
  do {
    const page = await transport.scan({ filter: { now: NOW }, limit: 50, ...(cursor && { cursor }) });
    read += page.records.length;
    lost += page.unreadable;
    cursor = page.cursor;
  } while (cursor !== undefined);
  expect(read + lost).toBe(400);
  expect(lost).toBeGreaterThan(0);
  expect(lost).toBeLessThan(40);
  await transport.close();
});

test('what the transport throws itself says what to do, and passes for an OutcomeError', async () => {
  const transport = new SqliteTransport({ path: join(temporaryFolder(), 'x.db'), mustExist: true });
  const error: unknown = await transport.open({}).catch((thrown: unknown) => thrown);
  expect(OutcomeError.isInstance(error)).toBe(true);
  expect(String(error)).toMatch(/give another path/);
});

test('a search gives the same hits and scores with vectors as without', async () => {
  const transport = await opened(join(temporaryFolder(), 'outcomes.db'));
  await transport.write(Array.from({ length: 300 }, (_, n) => record(n)));
  const query = { vector: vectorOf(7), limit: 20, filter: { now: NOW } };
  const { hits } = await transport.search(query);
  const withVectors = await transport.search({ ...query, withVectors: true });
  expect(hits).toHaveLength(20);
  expect(hits).toEqual(
    withVectors.hits.map(({ vector: _, ...hit }) => ({ ...hit, score: expect.closeTo(hit.score, 12) })),
  );
  await transport.close();
});

test.each(['\n-Infinity', '\n', '\n0', '\n-1', '\n1e3', '\n1.5', `${idOf(1)}\nx`])(
  'a cursor that no page ended with is refused, and does not count for ever: %j',
  async (cursor) => {
    const transport = await opened(join(temporaryFolder(), 'outcomes.db'));
    await expect(transport.scan({ filter: { now: NOW }, limit: 1, cursor })).rejects.toMatchObject({
      code: 'INVALID_QUERY',
      field: 'cursor',
    });
  },
);
