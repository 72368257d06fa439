// The article's Python class reads what plain mode wrote, and plain mode what the class wrote, with the real Python client.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { encodePacket, matchesFilter, OUTCOME_TYPES, type OutcomeRecord, voterOf } from '@qis/core';
import { findQdrant, type QdrantServer } from '@qis/test-servers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { managed, newCollection, urlOf } from './opened.ts';
import { idOf, NOW, record, vectorOf } from './records.ts';

const golden = (name: string): string => fileURLToPath(new URL(`../golden/${name}`, import.meta.url));
const COUNT = 300;

/** Packets of all kinds: expired ones, whole numbers, empty texts, texts that JSON and Python must not touch. */
const records: readonly OutcomeRecord[] = Array.from({ length: COUNT }, (_, n) =>
  record(n, {
    outcome_type: OUTCOME_TYPES[n % 4] as (typeof OUTCOME_TYPES)[number],
    confidence: (n % 11) / 10,
    delta_summary: ['', 'it’s “quoted” \\ 100%', 'caf\u00e9 \u{1f469}\u200d\u{1f4bb}', '日本語'][n % 4] ?? '',
    domain_tags: [[], ['a'], ['b', 'a', 'b'], ['c d', 'é']][n % 4] ?? [],
    // Microseconds: the server keeps no more digits, whoever writes them.
    timestamp: n % 5 === 0 ? NOW - 7 * n : Number((NOW - n - 1 / (n + 3)).toFixed(6)),
    agent_id: ['', 'ann#1', 'ann#2', 'bob', 'zoë#9'][n % 5] ?? '',
    ttl: n % 3 === 0 ? 100 : 86_400,
  }),
);

let folder: string;
let server: QdrantServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qis-venv-'));
  execFileSync('python3', ['-m', 'venv', folder]);
  execFileSync(python(), ['-m', 'pip', 'install', '--quiet', '-r', golden('requirements.txt')]);
  server = await findQdrant().start();
});
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(['REST', 'gRPC'] as const)('by %s', (protocol) => {
  it('plain mode reads what the class wrote', async () => {
    const collection = newCollection(server.url);
    const packets = records.map(({ packet }) => packet);
    const vectors = records.map(({ vector }) => [...(vector ?? [])]);
    const { ids, packed } = await inPython<{ ids: string[]; packed: string[] }>({
      do: 'write',
      collection,
      packets,
      vectors,
    });
    const written = records.map((each, n) => ({ ...each, id: ids[n] ?? '' }));
    expect(packed).toEqual(packets.map((packet) => Buffer.from(encodePacket(packet)).toString('hex')));

    const refusing = await managed(urlOf(server, protocol), { collection, plain: true });
    await expect(refusing.open()).rejects.toMatchObject({ code: 'FINGERPRINT_MISSING' });
    const store = await managed(
      urlOf(server, protocol),
      { collection, plain: true },
      { assumeFingerprint: true },
    );
    const everything = { now: NOW, includeExpired: true };
    const page = await store.scan({ filter: everything, limit: COUNT, withVectors: true });
    expect(page.unreadable).toBe(0);
    expect(byId(page.records.map(withoutVector))).toEqual(byId(written.map(withoutVector)));
    expect((await store.stats({ now: NOW })).packets).toBe(
      written.filter((each) => matchesFilter({ now: NOW }, each)).length,
    );
    const filter = { now: NOW, domainTags: ['a'], minConfidence: 0.5, notVoters: [voterOf('ann#1')] };
    const { hits } = await store.search({ vector: vectorOf(3), limit: COUNT, filter });
    const expected = written.filter((each) => matchesFilter(filter, each)).map(({ id }) => id);
    expect(hits.map(({ id }) => id).sort()).toEqual(expected.sort());
  });

  it('the class reads what plain mode wrote, and finds it', async () => {
    const collection = newCollection(server.url);
    const store = await managed(urlOf(server, protocol), { collection, plain: true });
    await store.write(records);
    const { packets, packed, found } = await inPython<{
      packets: Record<string, unknown>;
      packed: Record<string, string>;
      found: string[];
    }>({
      do: 'read',
      collection,
      query: [...vectorOf(6)],
      domain_filter: ['a'],
      min_confidence: 0.5,
      top_k: 5,
    });
    expect(packets).toEqual(Object.fromEntries(records.map(({ id, packet }) => [id, packet])));
    for (const { id, packet } of records)
      expect(packed[id]).toBe(Buffer.from(encodePacket(packet)).toString('hex'));
    expect(found).toHaveLength(5);
    expect(found[0]).toBe(idOf(6));
  });
});

function python(): string {
  return join(folder, 'bin', 'python');
}

async function inPython<Answer>(task: object): Promise<Answer> {
  const child = spawn(python(), [golden('article_store.py')], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(JSON.stringify({ url: server.url, ...task }));
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  if (code !== 0) throw new Error(`Python ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as Answer;
}

function withoutVector({ vector: _, ...rest }: OutcomeRecord): Omit<OutcomeRecord, 'vector'> {
  return rest;
}

function byId(list: readonly Omit<OutcomeRecord, 'vector'>[]): Record<string, unknown> {
  return Object.fromEntries(list.map((each) => [each.id, each]));
}
