import { expect, it, vi } from 'vitest';
import { LazyRouter } from './lazy-router.ts';

const opened = () => ({
  deposit: vi.fn(),
  query: vi.fn(async () => ({ hits: [], nearest_score: null, below_floor: 0, unreadable: 0 })),
  synthesize: vi.fn(),
  answers: vi.fn(),
  open: vi.fn(async () => ({ voter: 'ann' })),
  close: vi.fn(async () => {}),
});

it('makes the router at the first call, once', async () => {
  const router = opened();
  const make = vi.fn(async () => router);
  const lazy = new LazyRouter(make);
  expect(make).not.toHaveBeenCalled();
  await Promise.all([lazy.query('a', { topK: 1 }), lazy.query('b')]);
  expect(make).toHaveBeenCalledTimes(1);
  expect(router.query.mock.calls).toEqual([
    ['a', { topK: 1 }],
    ['b', undefined],
  ]);
  await lazy.close();
  expect(router.close).toHaveBeenCalledTimes(1);
});

it('tries again after it failed', async () => {
  const make = vi.fn().mockRejectedValueOnce(new Error('disk')).mockResolvedValueOnce(opened());
  const lazy = new LazyRouter(make);
  await expect(lazy.query('a')).rejects.toThrow('disk');
  expect((await lazy.query('a')).hits).toEqual([]);
});

it('closes nothing where nothing was opened', async () => {
  const make = vi.fn();
  await new LazyRouter(make).close();
  expect(make).not.toHaveBeenCalled();
});
