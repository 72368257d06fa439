import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { fakeNode } from '../test/fake-node.ts';
import { NodeRotation } from './node-rotation.ts';

const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
const QUICK = { silentMs: 5_000, random: () => 0 };

it('asks the same node as long as it answers', async () => {
  const nodes = new NodeRotation([fakeNode('1.16.0'), fakeNode('1.16.1')], QUICK);
  for (let n = 0; n < 3; n++) expect(await nodes.ask(undefined, (node) => node.version({}))).toBe('1.16.0');
});

it('asks the next one after a failure that may be its own, and comes round', async () => {
  const nodes = new NodeRotation([fakeNode(refused), fakeNode('1.16.1'), fakeNode('1.16.2')], QUICK);
  const ask = (): Promise<string> => nodes.ask(undefined, (node) => node.version({}));
  await expect(ask()).rejects.toBe(refused);
  expect(await ask()).toBe('1.16.1');
  expect(await ask()).toBe('1.16.1');
});

it('moves on by one where many calls fail together', async () => {
  const nodes = new NodeRotation([fakeNode(refused), fakeNode('1.16.1'), fakeNode('1.16.2')], QUICK);
  await Promise.allSettled([1, 2, 3].map(() => nodes.ask(undefined, (node) => node.version({}))));
  expect(await nodes.ask(undefined, (node) => node.version({}))).toBe('1.16.1');
});

it('stays where the request was at fault', async () => {
  const bad = Object.assign(new Error('bad request'), { status: 400 });
  const first = fakeNode(bad);
  const nodes = new NodeRotation([first, fakeNode('1.16.1')], QUICK);
  await expect(nodes.ask(undefined, (node) => node.version({}))).rejects.toBe(bad);
  expect(nodes.current).toBe(first);
});

it('leaves a node that neither answers nor says that it is there', async () => {
  const nodes = new NodeRotation([fakeNode('never'), fakeNode('1.16.1')], { ...QUICK, silentMs: 20 });
  const ask = (): Promise<string> => nodes.ask(undefined, (node, options) => node.version(options));
  await expect(ask()).rejects.toHaveProperty('name', 'TimeoutError');
  expect(await ask()).toBe('1.16.1');
});

it('waits for a node that is slow and there: it may be about to give up another one', async () => {
  const slow = fakeNode('1.16.0');
  const nodes = new NodeRotation([slow, fakeNode('1.16.1')], { ...QUICK, silentMs: 20 });
  const answer = nodes.ask(undefined, async (node, { signal }) => {
    await sleep(200, undefined, { signal });
    return node;
  });
  expect(await answer).toBe(slow);
});

it('leaves a node at which the whole call was given up', async () => {
  const nodes = new NodeRotation([fakeNode('never'), fakeNode('1.16.1')], QUICK);
  const late = AbortSignal.timeout(20);
  await expect(nodes.ask(late, (node, options) => node.version(options))).rejects.toBeDefined();
  expect(await nodes.ask(undefined, (node) => node.version({}))).toBe('1.16.1');
});

it('begins anywhere, so that a fleet does not ask all the same node', () => {
  const all = [fakeNode('1'), fakeNode('2'), fakeNode('3')];
  const begins = [0, 0.34, 0.67, 0.999].map(
    (at) => new NodeRotation(all, { ...QUICK, random: () => at }).current,
  );
  expect(begins).toEqual([all[0], all[1], all[2], all[2]]);
});
