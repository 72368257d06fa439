import { chmodSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { FINGERPRINT, NOW, record } from '../../test/records.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { SqliteTransport } from '../sqlite-transport.ts';
import { examineStore } from './examine-store.ts';

async function store(records = 5): Promise<string> {
  const path = join(temporaryFolder(), 'outcomes.db');
  const transport = new SqliteTransport({ path });
  await transport.open({ fingerprint: FINGERPRINT });
  await transport.write(Array.from({ length: records }, (_, n) => record(n, { ttl: n === 0 ? 1 : 3_600 })));
  await transport.close();
  return path;
}

/** What is not fine, as `severity subject: text`. */
async function faults(path: string, collection?: string): Promise<string[]> {
  const findings = await examineStore({ path, now: NOW + 2, ...(collection && { collection }) });
  return findings
    .filter(({ severity }) => severity !== 'ok')
    .map(({ severity, subject, text }) => `${severity} ${subject}: ${text}`);
}

function change(path: string, sql: string): void {
  const db = new Database(path);
  db.unsafeMode().exec(sql);
  db.close();
}

test('a sound store has nothing but sound findings, each with what was seen', async () => {
  const path = await store();
  const findings = await examineStore({ path, now: NOW + 2 });
  expect(findings.map(({ severity }) => severity)).toEqual(findings.map(() => 'ok'));
  const texts = Object.fromEntries(findings.map(({ subject, text }) => [subject, text]));
  expect(texts).toMatchObject({
    schema: 'Version 1.',
    fingerprint: 'Embedded by random@1 (fp32, none, l2, 16).',
    records: '4 live, 1 expired and not swept yet: deposits sweep them.',
    index: 'None needed: searches are exact and quick.',
  });
});

test('nothing is changed, and servers go on', async () => {
  const path = await store();
  const server = new SqliteTransport({ path });
  await server.open({ fingerprint: FINGERPRINT });
  const before = readdirSync(join(path, '..'));
  expect(await faults(path)).toEqual([]);
  expect(readdirSync(join(path, '..'))).toEqual(before);
  await server.write([record(9)]);
  await server.close();
});

describe('finds that', () => {
  test('there is no file, or no collection', async () => {
    const path = await store();
    expect(await faults(`${path}x`)).toEqual([`wrong file: There is no file at ${path}x.`]);
    expect(await faults(path, 'team')).toEqual([
      'wrong database: The store has no collection team. There are: qis_outcome_packets.',
    ]);
  });

  test('it is no database, or another program’s', async () => {
    const path = join(temporaryFolder(), 'x.db');
    writeFileSync(path, 'x'.repeat(10_000), { mode: 0o600 });
    expect(await faults(path)).toEqual([expect.stringMatching(/^wrong database: .*give another path/)]);
    rmSync(path);
    writeFileSync(path, '', { mode: 0o600 });
    change(path, 'CREATE TABLE song (title TEXT)');
    expect(await faults(path)).toEqual([expect.stringMatching(/^wrong schema: .*another program/)]);
  });

  test('its schema is newer, or older', async () => {
    const path = await store();
    change(path, 'PRAGMA user_version = 99');
    expect(await faults(path)).toEqual([expect.stringMatching(/^wrong schema: .*version 99.*newer/)]);
    change(path, 'PRAGMA user_version = 0');
    expect(await faults(path)).toEqual([expect.stringMatching(/^note schema: Version 0: the next server/)]);
  });

  test.runIf(process.platform !== 'win32')('others can read it', async () => {
    const path = await store();
    chmodSync(path, 0o644);
    expect(await faults(path)).toEqual([expect.stringMatching(/^note permissions: 644: .*chmod 600/)]);
  });

  test('an index disagrees with its table', async () => {
    const path = await store();
    change(
      path,
      `PRAGMA writable_schema = ON;
       UPDATE sqlite_schema SET sql = 'CREATE INDEX record_expiry ON record (collection, timestamp)' WHERE name = 'record_expiry'`,
    );
    expect(await faults(path)).toEqual([expect.stringMatching(/^wrong integrity: Damaged: .*qis-mcp copy/)]);
  });

  test('a page is damaged', async () => {
    const path = await store(2_000);
    truncateSync(path, 300_000);
    expect(await faults(path)).toContainEqual(expect.stringMatching(/^wrong (?:integrity|database): /));
  });

  test('records cannot be read', async () => {
    const path = await store();
    change(path, "UPDATE record SET domain_tags = '?' WHERE key = 2");
    expect(await faults(path)).toEqual([expect.stringMatching(/^wrong records: 1 records cannot be read/)]);
  });

  test('nothing says which model embedded the records', async () => {
    const path = await store();
    change(path, 'UPDATE collection SET fingerprint = NULL');
    expect(await faults(path)).toEqual([expect.stringMatching(/^wrong fingerprint: /)]);
  });

  test('the index file is missing', async () => {
    const path = await store();
    const snapshot = JSON.stringify({
      file: 'outcomes.db-index-1-x',
      seq: 3,
      bytes: 10,
      crc32: 1,
      removed: 0,
    });
    change(path, `UPDATE collection SET snapshot = '${snapshot}'`);
    expect(await faults(path)).toEqual([
      expect.stringMatching(/^note index: outcomes\.db-index-1-x is missing or damaged: .*builds it anew/),
    ]);
  });

  test('there are enough records for an index file, and none is there', async () => {
    const path = await store(8_192);
    expect(await faults(path)).toEqual([expect.stringMatching(/^note index: None yet for 8192 records/)]);
  });
});

test.runIf(process.platform !== 'win32')('follows a link to the file', async () => {
  const path = await store();
  const link = join(temporaryFolder(), 'link.db');
  symlinkSync(path, link);
  expect(await faults(link)).toEqual([]);
});
