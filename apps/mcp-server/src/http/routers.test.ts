import { StaticEmbedder } from '@qis/embeddings/static';
import { expect, it, onTestFinished, vi } from 'vitest';
import { outcome } from '../../test/fixture.ts';
import { Routers } from './routers.ts';

const two = { transport: 'memory:', collections: ['a', 'b'] } as const;

it('each collection has a router of its own, made once; others have none', async () => {
  const routers = new Routers(two);
  onTestFinished(() => routers.close());
  const [a, again, b] = await Promise.all([routers.of('a'), routers.of('a'), routers.of('b')]);
  expect(a).toBe(again);
  expect(await routers.of('c')).toBeUndefined();
  await a?.deposit(outcome);
  expect([(await a?.stats())?.packets, (await b?.stats())?.packets]).toEqual([1, 0]);
});

it('all share one embedder, loaded once, when it is needed, and closed when they are', async () => {
  const opened = vi.spyOn(StaticEmbedder.prototype, 'open');
  const closed = vi.spyOn(StaticEmbedder.prototype, 'close');
  const routers = new Routers(two);
  const all = await Promise.all(two.collections.map(routers.of));
  expect(opened).not.toHaveBeenCalled();
  for (const router of all) await router?.query('which is it?');
  expect(opened).toHaveBeenCalledTimes(1);
  await all[0]?.close();
  expect(closed).not.toHaveBeenCalled();
  expect(await all[1]?.query('is it still there?')).toMatchObject({ hits: [] });
  await routers.close();
  expect(closed).toHaveBeenCalledTimes(1);
  await expect(all[1]?.query('is it closed?')).rejects.toMatchObject({ code: 'CLOSED' });
});

it('over a gateway they leave embedding to it', async () => {
  const routers = new Routers({ ...two, transport: 'http://127.0.0.1:9/v1' });
  expect((await routers.of('a'))?.transport.capabilities.embeds).toBe(true);
  await routers.close();
});
