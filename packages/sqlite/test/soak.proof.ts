// A constant load of packets that expire, for about three minutes: file, write-ahead log, log of removals and index files stay bounded.
import { expect, test } from 'vitest';
import { soak } from './soak.ts';

const LOAD = { writers: 3, readers: 2, batch: 250, tick: 60 };

test('with index files, each following another', async ({ annotate }) => {
  const { removals, indexes, table } = await soak({ ...LOAD, calls: 250, hnswFrom: 2_000 });
  await annotate(table);
  expect(removals).toBeLessThan(100_000);
  expect(indexes).toBeGreaterThan(2);
});
