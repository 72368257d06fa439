import { join } from 'node:path';
import { type Embedder, type Fingerprint, OutcomeRouter } from '@qis/core';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { FINGERPRINT, NOW, vectorOf } from '../test/records.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { SqliteTransport } from './sqlite-transport.ts';

const [FIRST, SECOND] = ['1', '2'].map((revision): Fingerprint => ({ ...FINGERPRINT, revision })) as [
  Fingerprint,
  Fingerprint,
];

/** Knows a text by its number, each version in its own way. */
function embedder(fingerprint: Fingerprint, supersedes: readonly Fingerprint[]): Embedder {
  const salt = 1_000 * Number(fingerprint.revision);
  return {
    open: async () => ({ fingerprint, floor: { rule: 'none' }, supersedes }),
    embed: async (texts) => texts.map((text) => vectorOf(salt + Number(text))),
    close: async () => undefined,
  };
}

function routerOf(
  path: string,
  fingerprint: Fingerprint,
  supersedes: readonly Fingerprint[] = [],
): OutcomeRouter {
  const transport = new SqliteTransport({ path, hnswFrom: 100 });
  return new OutcomeRouter({ transport, embedder: embedder(fingerprint, supersedes), now: () => NOW });
}

const packets = Array.from({ length: 600 }, (_, n) => ({
  problem_description: `${n}`,
  outcome_type: 'resolved' as const,
  confidence: 1,
  delta_summary: `${n}`,
  domain_tags: [],
}));

const nearest = async (router: OutcomeRouter, n: number): Promise<string | undefined> =>
  (await router.query(`${n}`)).hits[0]?.packet.delta_summary;

test('a store of an older model lets its users in after an upgrade, and those who still run the older one out', async () => {
  const path = join(temporaryFolder(), 'outcomes.db');
  const older = routerOf(path, FIRST);
  await older.deposit(packets);
  expect(await nearest(older, 400)).toBe('400');
  const newer = routerOf(path, SECOND, [FIRST]);
  expect(await nearest(newer, 17)).toBe('17');
  expect(await nearest(newer, 599)).toBe('599');
  expect(await newer.stats()).toMatchObject({ packets: 600, fingerprint: SECOND });
  await expect(older.query('1')).rejects.toMatchObject({ code: 'EMBEDDER_MISMATCH' });
  await expect(older.deposit(packets[0] as (typeof packets)[0])).rejects.toMatchObject({
    code: 'EMBEDDER_MISMATCH',
  });
  await older.close();
  await newer.close();
  const restarted = routerOf(path, FIRST);
  await expect(restarted.query('1')).rejects.toMatchObject({ code: 'EMBEDDER_MISMATCH' });
  await restarted.close();
  const db = new Database(path);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  db.close();
});

test('several that upgrade at once embed it once, and all go on', async () => {
  const path = join(temporaryFolder(), 'outcomes.db');
  const older = routerOf(path, FIRST);
  await older.deposit(packets);
  await older.close();
  const newer = Array.from({ length: 4 }, () => routerOf(path, SECOND, [FIRST]));
  expect(await Promise.all(newer.map((router) => nearest(router, 300)))).toEqual(Array(4).fill('300'));
  const db = new Database(path);
  expect(db.prepare('SELECT generation FROM collection').pluck().get()).toBe(1);
  db.close();
  for (const router of newer) await router.close();
});
