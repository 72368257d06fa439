import { statSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Audit } from './agent.ts';
import { fileFaults } from './file-faults.ts';
import { hashVector } from './hash-embedder.ts';
import { CLOCK, packetIdOf, packetOf } from './packets.ts';
import { SpawnedAgent } from './spawned-agent.ts';
import { indexFiles, lockForWriting, readCollection } from './store-file.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** So many are in the store at first. */
export const RECORDS = 1_000;
const HNSW_FROM = 500;
const BATCH = 250;

/** A store that has no index file, and that is due. */
export async function storeWithoutIndex(): Promise<string> {
  const path = join(temporaryFolder(), 'outcomes.db');
  const agent = new SpawnedAgent({ path, now: CLOCK, hnswFrom: Number.MAX_SAFE_INTEGER });
  await deposit(agent, 0, RECORDS);
  await agent.close();
  return path;
}

/** A store whose index file is some changes behind: the next is due. */
export async function storeWithOldIndex(): Promise<string> {
  const path = await storeWithoutIndex();
  const agent = builder(path);
  await expectBuilt(agent, path, RECORDS);
  await deposit(agent, RECORDS, RECORDS + BATCH);
  await agent.ask(
    'remove',
    Array.from({ length: BATCH }, (_, n) => packetIdOf(n)),
  );
  await agent.close();
  return path;
}

export async function deposit(agent: SpawnedAgent, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += BATCH) {
    const packets = Array.from({ length: Math.min(BATCH, to - start) }, (_, i) => packetOf(start + i));
    await agent.ask('deposit', packets);
  }
}

export function builder(path: string, fileBytes?: number): SpawnedAgent {
  return new SpawnedAgent({ path, now: CLOCK, hnswFrom: HNSW_FROM }, fileBytes);
}

/** Asks something, so that the agent begins to build; resolves when it holds the right to. */
export async function beginBuilding(agent: SpawnedAgent, path: string): Promise<void> {
  await agent.ask('query', { problem: 'anything', topK: 1 });
  await until(() => readCollection(path).lease_owner !== null);
}

/** Kills a builder that has begun to write its file, and leaves half of what is there. */
export async function killWhileWriting(agent: SpawnedAgent, path: string): Promise<string> {
  const before = new Set(indexFiles(path));
  await beginBuilding(agent, path);
  const unlock = lockForWriting(path); // so that it cannot publish
  await until(() => indexFiles(path).length > before.size);
  const [file = ''] = indexFiles(path).filter((name) => !before.has(name));
  await agent.kill();
  unlock();
  expect(readCollection(path).file).not.toBe(file);
  const written = join(dirname(path), file);
  truncateSync(written, statSync(written).size >> 1);
  return file;
}

/** Right answers, and no work on an index file while somebody else's time to build it lasts. */
export async function expectAnswersMeanwhile(agent: SpawnedAgent, path: string): Promise<void> {
  const before = [indexFiles(path), readCollection(path)];
  const { stored, faults } = await agent.ask('audit', null);
  expect(faults).toEqual([]);
  for (let n = 0; n < 10; n++) await expectNearest(agent, `question ${n}`, stored);
  expect([indexFiles(path), readCollection(path)]).toEqual(before);
}

/** The index file is built, is the only one, and holds what the table holds. */
export async function expectBuilt(agent: SpawnedAgent, path: string, records: number): Promise<void> {
  const { stored, faults } = await agent.ask('audit', null);
  expect(stored).toHaveLength(records);
  expect([...faults, ...(await fileFaults(path))]).toEqual([]);
  // Who has an older one goes on with it while it reads this one.
  while ((await agent.ask('details', null)).pending !== 0) {
    await agent.ask('query', { problem: 'anything', topK: 1 });
  }
  expect(await agent.ask('details', null)).toMatchObject({ index: 'hnsw' });
  const { file, lease_owner } = readCollection(path);
  expect([indexFiles(path), lease_owner]).toEqual([[file], null]);
}

/** The ten nearest, compared with a search by hand. */
async function expectNearest(agent: SpawnedAgent, problem: string, stored: Audit['stored']): Promise<void> {
  const query = hashVector(problem);
  const scored = stored.map(({ id, packet }) => {
    const vector = hashVector(packet.problem_description);
    return { id, score: vector.reduce((sum, value, i) => sum + value * (query[i] as number), 0) };
  });
  scored.sort((a, b) => b.score - a.score);
  expect(await agent.ask('query', { problem, topK: 10 })).toEqual(scored.slice(0, 10).map(({ id }) => id));
}

/** Looks again and again for what another process does. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(1);
}
