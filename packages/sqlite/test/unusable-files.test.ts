import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ManagedTransport } from '@qis/core';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { MIGRATIONS } from '../src/schema.ts';
import { SqliteTransport } from '../src/sqlite-transport.ts';
import { CLOCK, packetIdOf, packetOf } from './packets.ts';
import { FINGERPRINT, NOW, record } from './records.ts';
import { failureOf, SpawnedAgent } from './spawned-agent.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Every file below a folder, with its bytes. */
function everything(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names.map((name) => {
      const path = join(folder, name);
      return [name, statSync(path).isFile() ? readFileSync(path, 'hex') : 'a folder'];
    }),
  );
}

// Permissions do not bind root: there the agent becomes nobody, and the files are nobody's.
describe.runIf(process.platform !== 'win32')(
  'permissions',
  () => {
    const user = process.getuid?.() === 0 ? 65_534 : undefined;
    const open = (path: string): SpawnedAgent =>
      new SpawnedAgent({ path, now: CLOCK, ...(user !== undefined && { user }) });

    async function store(): Promise<{ folder: string; path: string }> {
      const folder = temporaryFolder();
      if (user !== undefined) chownSync(folder, user, user);
      const path = join(folder, 'outcomes.db');
      const agent = open(path);
      await agent.ask('deposit', [packetOf(0)]);
      await agent.close();
      return { folder, path };
    }

    async function expectRefusedUntil(path: string, folder: string, allow: () => void): Promise<void> {
      const before = everything(folder);
      const agent = open(path);
      const calls = [
        () => agent.ask('deposit', [packetOf(1)]),
        () => agent.ask('query', { problem: 'problem 0', topK: 1 }),
        () => agent.ask('remove', [packetIdOf(0)]),
      ];
      for (const call of calls) {
        const failure = await failureOf(call());
        expect(failure).toMatchObject({ code: 'STORE_READ_ONLY', retryable: false });
        expect(failure.message).toMatch(/must be writable for this user: correct the permissions/);
      }
      expect(everything(folder)).toEqual(before);
      allow();
      await agent.ask('deposit', [packetOf(2)]);
      const { stored, faults } = await agent.ask('audit', null);
      expect([stored.map(({ id }) => id).includes(packetIdOf(2)), faults]).toEqual([true, []]);
      await agent.close();
    }

    test('to write the file are needed; nothing is begun without, and all goes on once they are there', async () => {
      const { folder, path } = await store();
      chmodSync(path, 0o400);
      await expectRefusedUntil(path, folder, () => chmodSync(path, 0o600));
      const after = open(path);
      expect((await after.ask('audit', null)).stored).toHaveLength(2);
      await after.close();
    });

    test('to write its folder are needed', async () => {
      const { folder, path } = await store();
      chmodSync(folder, 0o500);
      await expectRefusedUntil(path, folder, () => chmodSync(folder, 0o700));
    });

    test('to make a folder for it are needed', async () => {
      const { folder } = await store();
      chmodSync(folder, 0o500);
      await expectRefusedUntil(join(folder, 'new', 'outcomes.db'), folder, () => chmodSync(folder, 0o700));
    });
  },
  60_000,
);

describe('a path that leads to', () => {
  const unusable: Readonly<Record<string, { make: (path: string) => void; code: string; says: RegExp }>> = {
    'a folder': {
      make: (path) => mkdirSync(path),
      code: 'STORE_FAILED',
      says: /is not a file: give the path of one/,
    },
    'a text': {
      make: (path) => writeFileSync(path, 'no database, '.repeat(100)),
      code: 'STORE_DAMAGED',
      says: /no SQLite database: give another path/,
    },
    'a few bytes': {
      make: (path) => writeFileSync(path, 'hello'),
      code: 'STORE_DAMAGED',
      says: /no SQLite database: give another path/,
    },
    'a database of another program': {
      make: (path) => new Database(path).exec('CREATE TABLE note (text TEXT)').close(),
      code: 'STORE_UNSUPPORTED',
      says: /another program: give another path/,
    },
    'a store of a newer version': {
      make: (path) => {
        const db = new Database(path);
        db.pragma(`application_id = ${0x51495331}`);
        db.pragma(`user_version = ${MIGRATIONS.length + 1}`);
        db.close();
      },
      code: 'STORE_UNSUPPORTED',
      says: /use the newer version of @qis\/sqlite/,
    },
  };

  test.each(Object.entries(unusable))('%s is refused and left as it is', async (_, { make, code, says }) => {
    const folder = temporaryFolder();
    const path = join(folder, 'outcomes.db');
    make(path);
    const before = everything(folder);
    const transport = new ManagedTransport(new SqliteTransport({ path }), {
      fingerprint: async () => FINGERPRINT,
    });
    const calls = [
      () => transport.write([record(1)]),
      () => transport.search({ vector: record(1).vector as Float32Array, limit: 1, filter: { now: NOW } }),
    ];
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({ code, retryable: false });
      await expect(call()).rejects.toThrow(says);
    }
    expect(everything(folder)).toEqual(before);
    rmSync(path, { recursive: true });
    await transport.write([record(1)]);
    expect((await transport.stats({ now: NOW })).packets).toBe(1);
    await transport.close();
  });

  test('a file below a file is refused', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const transport = new ManagedTransport(new SqliteTransport({ path: join(file, 'outcomes.db') }), {
      fingerprint: async () => FINGERPRINT,
    });
    await expect(transport.write([record(1)])).rejects.toMatchObject({
      code: 'STORE_FAILED',
      retryable: false,
    });
    await expect(transport.write([record(1)])).rejects.toThrow(/path cannot be a file/);
  });

  test('an empty file is a new store', async () => {
    const path = join(temporaryFolder(), 'outcomes.db');
    writeFileSync(path, '');
    const transport = new ManagedTransport(new SqliteTransport({ path }), {
      fingerprint: async () => FINGERPRINT,
    });
    await transport.write([record(1)]);
    expect((await transport.stats({ now: NOW })).packets).toBe(1);
    await transport.close();
  });
});
