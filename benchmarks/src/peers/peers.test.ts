import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readTextSource } from '../bench/text-source.ts';
import { exactSection } from './exact.ts';
import { lanceFlat } from './lancedb.ts';
import { langchainMemory } from './langchain.ts';
import { type Material, prepareMaterial } from './material.ts';
import { ourMemory } from './our-memory.ts';
import { ourSqlite } from './our-sqlite.ts';
import { PeerMissing, peerSource } from './peer.ts';
import { sqliteVec } from './sqlite-vec.ts';
import { Stage } from './stage.ts';
import { Truth } from './truth.ts';
import { usearchExact, usearchGraph } from './usearch.ts';

const { signal } = new AbortController();
let folder: string;
let material: Material;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qis-peers-'));
  material = await prepareMaterial(readTextSource(), 1, {
    records: 200,
    deposits: 10,
    queries: 22,
    tuning: 0,
  });
});

afterAll(() => rmSync(folder, { recursive: true }));

it('every exact peer gives the same ten packets, with the same scores, and what is deposited later too', async () => {
  const sources = [usearchExact, ourSqlite('SQLite'), sqliteVec, lanceFlat, langchainMemory];
  const stage = new Stage(folder, material.fingerprint, material.records, signal);
  try {
    const memory = await stage.load(ourMemory('memory'));
    for (const source of sources) {
      const peer = await stage.load(source);
      if (!peer) {
        process.stderr.write(`SKIPPED: ${stage.leftOut.get(source.name)}\n`);
        continue;
      }
      for (const query of material.queries) {
        const expected = await memory?.search(query);
        const found = await peer.search(query);
        expect(found.map(({ id }) => id)).toEqual(expected?.map(({ id }) => id));
        expect(found.map(({ packet }) => packet)).toEqual(expected?.map(({ packet }) => packet));
        for (const [rank, { score }] of found.entries())
          expect(score).toBeCloseTo(expected?.[rank]?.score as number, 3);
        if (peer.searchAll) expect(await peer.searchAll(query)).toEqual(found);
      }
      const [added] = material.deposits;
      await peer.deposit(material.deposits);
      const [nearest] = await peer.search(added?.vector as Float32Array);
      expect(nearest?.id).toBe(added?.id);
    }
  } finally {
    await stage.close();
  }
});

it('a graph gives nearly all of the same, and what is deposited later too', async () => {
  const stage = new Stage(folder, material.fingerprint, material.records, signal);
  try {
    const memory = await stage.load(ourMemory('memory'));
    const graph = await stage.load(usearchGraph);
    if (!graph) {
      process.stderr.write(`SKIPPED: ${stage.leftOut.get(usearchGraph.name)}\n`);
      return;
    }
    let found = 0;
    for (const query of material.queries) {
      const expected = new Set((await memory?.search(query))?.map(({ id }) => id));
      found += (await graph.search(query)).filter(({ id }) => expected.has(id)).length;
    }
    expect(found).toBeGreaterThanOrEqual(0.95 * 10 * material.queries.length);
    const [added] = material.deposits;
    await graph.deposit(material.deposits);
    const [nearest] = await graph.search(added?.vector as Float32Array);
    expect(nearest?.id).toBe(added?.id);
  } finally {
    await stage.close();
  }
});

it('measures size by size, keeps those before it was aborted, and leaves no file', async () => {
  const controller = new AbortController();
  const begun: string[] = [];
  const begin = (what: string): void => {
    begun.push(what);
    if (what.includes('200')) controller.abort();
  };
  const run = { material, sizes: [100, 200], folder, signal: controller.signal, begin };
  const { measurements } = await exactSection(run);
  expect(begun).toEqual(['exact search, 100 packets', 'exact search, 200 packets']);
  expect([...new Set(measurements.map(({ of }) => of.packets))]).toEqual([100]);
  const recalls = measurements.filter(({ what }) => what === 'recall@10');
  expect(recalls.length).toBeGreaterThanOrEqual(3);
  for (const { value } of recalls) expect(value).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
});

it('leaves a peer out by name where its package cannot be loaded, and no other failure', async () => {
  const missing = peerSource(
    'a peer',
    () => Promise.reject(new Error('no binary for this platform')),
    () => Promise.reject(new Error('never opened')),
  );
  const broken = peerSource(
    'another',
    () => Promise.resolve(),
    () => Promise.reject(new Error('broken')),
  );
  const stage = new Stage(folder, material.fingerprint, material.records, signal);
  await expect(missing.open({ folder, fingerprint: material.fingerprint })).rejects.toThrow(PeerMissing);
  expect(await stage.load(missing)).toBeUndefined();
  expect(stage.leftOut.get('a peer')).toContain('no binary for this platform');
  await expect(stage.load(broken)).rejects.toThrow('broken');
  await stage.close();
});

it('counts what scores as the tenth as found, and nothing twice', async () => {
  const truth = await Truth.of(material.records);
  const [query] = material.queries as [Float32Array];
  const near = (record: (typeof material.records)[number]): number =>
    (record.vector as Float32Array).reduce((sum, value, at) => sum + value * (query[at] as number), 0);
  const ids = material.records.toSorted((a, b) => near(b) - near(a)).map(({ id }) => id);
  expect(truth.recallOf(ids.slice(0, 10), query)).toBe(1);
  expect(truth.recallOf(ids.slice(0, 5), query)).toBe(0.5);
  expect(truth.recallOf(ids.slice(-10), query)).toBe(0);
  expect(truth.recallOf(Array(10).fill(ids[0]), query)).toBe(0.1);
});
