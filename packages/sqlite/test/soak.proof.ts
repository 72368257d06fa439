// A constant load of packets that expire, for some minutes: file, write-ahead log, log of removals and index files stay bounded.
import { expect, test } from 'vitest';
import { soak } from './soak.ts';

const LOAD = { writers: 3, batch: 250, tick: 60 };

test('with index files, each following another', async ({ annotate }) => {
  const { removals, indexes, table } = await soak({ ...LOAD, readers: 2, calls: 750, hnswFrom: 2_000 });
  await annotate(table);
  expect(removals).toBeLessThan(100_000);
  expect(indexes).toBeGreaterThan(2);
});

test('without index files: removals are forgotten when they have become many', async ({ annotate }) => {
  const load = { ...LOAD, readers: 1, calls: 480, hnswFrom: Number.MAX_SAFE_INTEGER };
  const { removals, table } = await soak(load);
  await annotate(table);
  // There were 342,500.
  expect(removals).toBeLessThan(200_000);
});
