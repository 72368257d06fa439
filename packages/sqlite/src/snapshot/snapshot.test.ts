import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { OutcomeRecord } from '@qis/core';
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FINGERPRINT, idOf, NOW, record, vectorOf } from '../../test/records.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { SqliteTransport } from '../sqlite-transport.ts';

const HNSW_FROM = 40;

async function opened(folder: string): Promise<SqliteTransport> {
  const transport = new SqliteTransport({ path: join(folder, 'outcomes.db'), hnswFrom: HNSW_FROM });
  await transport.open({ fingerprint: FINGERPRINT });
  return transport;
}

function records(from: number, to: number): OutcomeRecord[] {
  return Array.from({ length: to - from }, (_, i) => record(from + i));
}

async function search(transport: SqliteTransport, n: number, limit = 1): Promise<string[]> {
  const { hits } = await transport.search({ vector: vectorOf(n), limit, filter: { now: NOW } });
  return hits.map(({ id }) => id);
}

async function details(transport: SqliteTransport): Promise<Readonly<Record<string, unknown>>> {
  return (await transport.stats({ now: NOW })).details;
}

/** Searches, which begins what is due, and waits until it is done. */
async function built(transport: SqliteTransport): Promise<void> {
  await search(transport, 0);
  while ((await details(transport)).snapshot === 'building') await pause(2);
  await search(transport, 0);
  await details(transport);
}

function indexFiles(folder: string): string[] {
  return readdirSync(folder).filter((file) => file.includes('-index-'));
}

async function expectExactly(
  transport: SqliteTransport,
  present: ReadonlySet<number>,
  upTo: number,
): Promise<void> {
  for (let n = 0; n < upTo; n++) {
    const [nearest] = await search(transport, n);
    if (present.has(n)) expect(nearest).toBe(idOf(n));
    else expect(nearest).not.toBe(idOf(n));
  }
}

test('an index file is built when there are enough records, and every process maps it', async () => {
  const folder = temporaryFolder();
  const [one, two] = [await opened(folder), await opened(folder)];
  await one.write(records(0, HNSW_FROM - 1));
  await built(one);
  expect([indexFiles(folder), (await details(one)).index]).toEqual([[], 'exact']);
  await two.write(records(HNSW_FROM - 1, 100));
  await built(one);
  expect(indexFiles(folder)).toHaveLength(1);
  for (const transport of [one, two, await opened(folder)]) {
    expect(await search(transport, 77)).toEqual([idOf(77)]);
    expect(await details(transport)).toMatchObject({ index: 'hnsw', pending: 0, snapshot: 'idle' });
    await expectExactly(transport, new Set(records(0, 100).keys()), 110);
    await transport.close();
  }
});

test('what comes, changes and goes after it is known at once, to all', async () => {
  const folder = temporaryFolder();
  const [one, two] = [await opened(folder), await opened(folder)];
  await one.write(records(0, 60));
  await built(one);
  await search(two, 0);
  await one.write([record(60), record(3, { timestamp: NOW + 1 })]);
  await two.remove([idOf(5)]);
  await two.write([{ ...record(7), vector: vectorOf(500) }]);
  for (const transport of [one, two]) {
    expect(await search(transport, 500)).toEqual([idOf(7)]);
    expect(await details(transport)).toMatchObject({ index: 'hnsw', pending: 3 });
    await expectExactly(transport, new Set([...Array(61).keys()].filter((n) => n !== 5 && n !== 7)), 61);
    await transport.close();
  }
});

test('the next one goes on from the last, and the last is removed', async () => {
  const folder = temporaryFolder();
  const [one, two] = [await opened(folder), await opened(folder)];
  await one.write(records(0, 60));
  await built(one);
  const before = indexFiles(folder);
  await search(two, 0);
  await one.remove([idOf(1), idOf(2)]);
  await one.write(records(60, 90));
  await built(one);
  expect(indexFiles(folder)).toHaveLength(1);
  expect(indexFiles(folder)).not.toEqual(before);
  const present = new Set([...Array(90).keys()].filter((n) => n !== 1 && n !== 2));
  for (const transport of [one, two]) {
    await expectExactly(transport, present, 90);
    while ((await details(transport)).pending !== 0) await pause(2); // mapped while the older one is searched
    await expectExactly(transport, present, 90);
    await transport.close();
  }
});

test('whoever fell behind its removals starts over, and knows them', async () => {
  const folder = temporaryFolder();
  const [one, behind] = [await opened(folder), await opened(folder)];
  await one.write(records(0, 60));
  await built(one);
  await search(behind, 0);
  await one.remove(records(0, 30).map(({ id }) => id));
  await built(one);
  const db = new Database(join(folder, 'outcomes.db'));
  expect(db.prepare('SELECT count(*) FROM removal').pluck().get()).toBeLessThanOrEqual(1);
  db.close();
  await expectExactly(behind, new Set(Array.from({ length: 30 }, (_, i) => 30 + i)), 60);
  await one.close();
  await behind.close();
});

test('an index file of which most was removed is left, because searches would go through all of it', async () => {
  const folder = temporaryFolder();
  const [one, two] = [await opened(folder), await opened(folder)];
  await one.write(records(0, 60));
  await built(one);
  await search(two, 0);
  await one.remove(records(0, 31).map(({ id }) => id));
  for (const transport of [one, two]) {
    await expectExactly(transport, new Set(Array.from({ length: 29 }, (_, i) => 31 + i)), 60);
    expect(await details(transport)).toMatchObject({ index: 'exact', snapshot: 'idle' });
  }
  await two.write(records(100, 150));
  await built(two);
  const present = new Set(
    [...Array(29).keys()].map((n) => 31 + n).concat([...Array(50).keys()].map((n) => 100 + n)),
  );
  for (const transport of [one, two]) {
    await expectExactly(transport, present, 160);
    expect(await details(transport)).toMatchObject({ index: 'hnsw', pending: 0 });
    await transport.close();
  }
});

describe('an index file that', () => {
  const spoil: Readonly<Record<string, (path: string) => void>> = {
    'is missing': (path) => rmSync(path),
    'is truncated': (path) => writeFileSync(path, readFileSync(path).subarray(0, -100)),
    'has a flipped bit': (path) => {
      const bytes = readFileSync(path);
      bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 4, bytes.length >> 1);
      writeFileSync(path, bytes);
    },
  };

  test.each(Object.entries(spoil))(
    '%s is noticed and built anew; answers are exact meanwhile',
    async (_, how) => {
      const folder = temporaryFolder();
      const first = await opened(folder);
      await first.write(records(0, 60));
      await built(first);
      await first.remove([idOf(9)]);
      await first.close();
      const [file = ''] = indexFiles(folder);
      how(join(folder, file));
      const transport = await opened(folder);
      expect(await search(transport, 33)).toEqual([idOf(33)]);
      expect(await details(transport)).toMatchObject({ index: 'exact' });
      const present = new Set([...Array(60).keys()].filter((n) => n !== 9));
      await expectExactly(transport, present, 60);
      await built(transport);
      expect(await details(transport)).toMatchObject({ index: 'hnsw', pending: 0 });
      expect(indexFiles(folder)).toHaveLength(1);
      expect(indexFiles(folder)).not.toContain(file);
      await expectExactly(transport, present, 60);
      await transport.close();
    },
  );
});

test('whatever two processes write, renew and remove, each knows all of it, whichever index file stands', async () => {
  const change = fc.record({
    by: fc.nat(1),
    verb: fc.constantFrom('write' as const, 'renew' as const, 'remove' as const, 'search' as const),
    from: fc.nat(150),
    count: fc.integer({ min: 1, max: 50 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 4, maxLength: 12 }), async (changes) => {
      const folder = temporaryFolder();
      const transports = [await opened(folder), await opened(folder)];
      const present = new Set<number>();
      let time = NOW;
      for (const { by, verb, from, count } of changes) {
        const transport = transports[by] as SqliteTransport;
        const numbers = Array.from({ length: count }, (_, i) => from + i);
        if (verb === 'search') await built(transport);
        else if (verb === 'remove') {
          await transport.remove(numbers.map(idOf));
          for (const n of numbers) present.delete(n);
        } else {
          const timestamp = verb === 'renew' ? ++time : NOW;
          await transport.write(numbers.map((n) => record(n, { timestamp })));
          for (const n of numbers) present.add(n);
        }
      }
      for (const transport of transports) {
        await expectExactly(transport, present, 200);
        expect(new Set(await search(transport, 0, 300))).toEqual(new Set([...present].map(idOf)));
        await transport.close();
      }
    }),
    { numRuns: 10 },
  );
}, 60_000);
