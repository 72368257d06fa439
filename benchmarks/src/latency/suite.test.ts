import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteTransport } from '@qis/sqlite';
import { expect, onTestFinished, test } from 'vitest';
import type { Section } from '../bench/measurement.ts';
import type { RunOptions } from '../bench/suite.ts';
import { readTextSource } from '../bench/text-source.ts';
import { Packets } from './packets.ts';
import type { Plan } from './plan.ts';
import { startRest } from './stores/rest-store.ts';
import { runLatency } from './suite.ts';

const PLAN: Plan = {
  sizes: [{ packets: 20 }, { packets: 60 }, { packets: 90, only: ['sqlite:'], because: 'it takes too long' }],
  queries: { atLeast: 4, atMost: 8, ms: 10 },
  rounds: 2,
  judged: 4,
  deposits: 6,
  openings: 2,
  footprintFrom: 1,
};

function folderOf(): string {
  const folder = mkdtempSync(join(tmpdir(), 'qis-latency-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function optionsOf(folder: string, but: Partial<RunOptions> = {}): RunOptions {
  const { signal } = new AbortController();
  return { full: false, seed: 1, text: readTextSource(), folder, signal, progress: () => {}, ...but };
}

async function sectionsOf(options: RunOptions): Promise<readonly Section[]> {
  const sections: Section[] = [];
  for await (const section of runLatency(options, PLAN)) sections.push(section);
  return sections;
}

test('every size and filter of a store of one’s own is measured, and exact search finds all', async () => {
  const folder = folderOf();
  const path = join(folder, 'own.db');
  const sections = await sectionsOf(optionsOf(folder, { transport: `sqlite:${path}` }));
  expect(sections.map(({ id }) => id)).toEqual([
    'query-latency',
    'growth',
    'deposits',
    'opening',
    'footprint',
  ]);
  expect(sections[0]?.leftOut).toContain('yours (sqlite:) at 90 packets: it takes too long');
  const recalls = sections[0]?.measurements.filter(({ what }) => what === 'recall@10') ?? [];
  expect(recalls.map(({ of, value }) => [of.packets, of.filter, value])).toEqual(
    [20, 60].flatMap((packets) => ['none', '10%', '1%'].map((filter) => [packets, filter, 1])),
  );
});

test('what was there in a store of one’s own is there afterwards, and nothing else', async () => {
  const folder = folderOf();
  const path = join(folder, 'own.db');
  const packets = await Packets.embed({ packets: 5, queries: 0 }, optionsOf(folder));
  const { fingerprint, now } = packets;
  const mine = new SqliteTransport({ path });
  await mine.open({ fingerprint });
  await mine.write(packets.records(0, 5));
  const [queries] = await sectionsOf(optionsOf(folder, { transport: `sqlite:${path}` }));
  expect((await mine.stats({ now })).packets).toBe(5);
  await mine.close();
  const left = /keeps the collection (\S+), without packets/.exec(queries?.leftOut.join() ?? '')?.[1];
  const theirs = new SqliteTransport({ path, collection: left ?? '', mustExist: true });
  await theirs.open({ fingerprint });
  expect((await theirs.stats({ now })).packets).toBe(0);
  await theirs.close();
});

test('of a run that is stopped the sizes that are whole are told, and the store is emptied', async () => {
  const folder = folderOf();
  const controller = new AbortController();
  const sections = await sectionsOf(
    optionsOf(folder, {
      transport: `sqlite:${join(folder, 'own.db')}`,
      signal: controller.signal,
      progress: (_, what) => what.startsWith('60 packets, filter') && controller.abort(),
    }),
  );
  const sizes = sections[0]?.measurements.map(({ of }) => of.packets);
  expect(new Set(sizes)).toEqual(new Set([20]));
  expect(sections[0]?.leftOut).toContain('what was to come when the run ended');
  expect(sections[0]?.leftOut.join()).toContain('without packets');
});

test('a gateway in another process answers, and ends with its store', async () => {
  const folder = folderOf();
  const packets = await Packets.embed({ packets: 12, queries: 1 }, optionsOf(folder));
  const { queries, fingerprint, now } = packets;
  const store = await startRest({ folder, fingerprint, now });
  const [query = new Float32Array()] = queries;
  await store.transport.write(packets.records(0, 12));
  expect(await store.settled(12, query)).toBe(true);
  expect(await store.openAnew?.(query)).toBeGreaterThan(0);
  expect(await store.close()).toBeUndefined();
  await expect(store.transport.stats({ now })).rejects.toThrow();
});
