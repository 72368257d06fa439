import { expect, test } from 'vitest';
import { soak } from './soak.ts';

test('three processes deposit what soon expires while two ask: the store stays as large as it is', async () => {
  const { indexes } = await soak({ writers: 3, readers: 2, calls: 80, batch: 8, tick: 100, hnswFrom: 100 });
  expect(indexes).toBeGreaterThan(0);
}, 120_000);
