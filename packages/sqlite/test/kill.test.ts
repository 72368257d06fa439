import { expect, test } from 'vitest';
import { killAndCompare } from './kill.ts';

test('50 agents killed in the midst of their work: what was acknowledged is there, what was cut off is done whole or not at all', async () => {
  const count = await killAndCompare({ kills: 50, writers: 5, compareEvery: 10, seed: 1 });
  expect(count.acknowledged).toBeGreaterThan(100);
}, 120_000);
