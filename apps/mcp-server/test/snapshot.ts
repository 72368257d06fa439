import { expect } from 'vitest';
import { createRouter } from '../src/index.ts';
import { outcome } from './fixture.ts';

/** As many vectors as make the transport build a snapshot. */
const ENOUGH = 8_192;
const AT_ONCE = 1_024;

/** Deposits what is enough for a snapshot, without a query, which would begin to build it. */
export async function fill(path: string): Promise<void> {
  const router = await createRouter({ transport: `sqlite:${encodeURI(path)}` });
  for (let from = 0; from < ENOUGH; from += AT_ONCE) {
    await router.deposit(
      Array.from({ length: AT_ONCE }, (_, i) => ({
        ...outcome,
        problem_description: `${outcome.problem_description}, case ${from + i}`,
        agent_id: 'filler#1',
      })),
    );
  }
  await router.close();
}

/** Resolves when somebody has built the snapshot: reading the statistics begins none. */
export async function builtSnapshot(path: string): Promise<void> {
  const router = await createRouter({ transport: `sqlite:${encodeURI(path)}` });
  const index = async (): Promise<unknown> => (await router.stats()).details.index;
  await expect.poll(index, { interval: 100, timeout: 60_000 }).toBe('hnsw');
  await router.close();
}
