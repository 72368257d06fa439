// 2,000 times kill -9 in the midst of deposits, renewals, removals and index files: nothing acknowledged is lost, nothing half done.
import { expect, test } from 'vitest';
import { killAndCompare } from './kill.ts';

test('2,000 agents killed in the midst of their work', async () => {
  const count = await killAndCompare({ kills: 2_000, writers: 8, compareEvery: 20, seed: 2 });
  // The moments were such that both happened.
  expect(count.done).toBeGreaterThan(10);
  expect(count.undone).toBeGreaterThan(10);
});
