import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';

const BODY = '0123456789'.repeat(10);
let server: Server;
let served = 0;
let proxy: FaultProxy;
beforeAll(async () => {
  server = createServer((_, response) => {
    served++;
    response.end(BODY);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());
beforeEach(async () => {
  proxy = await startFaultProxy(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => proxy.close());
});

const get = async (): Promise<string> => (await fetch(`http://${proxy.address}`)).text();

it('passes on what comes', async () => {
  expect(await get()).toBe(BODY);
  expect([proxy.struck, proxy.hanging]).toEqual([0, 0]);
});

it('makes every part of an answer late', async () => {
  proxy.inject({ kind: 'latency', ms: 80 });
  const began = performance.now();
  expect(await get()).toBe(BODY);
  expect(performance.now() - began).toBeGreaterThan(75);
});

it('resets in the middle of a body, as often as it is told to', async () => {
  proxy.inject({ kind: 'reset' }, 1);
  const response = await fetch(`http://${proxy.address}`);
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow('terminated');
  expect(proxy.struck).toBe(1);
  expect(await get()).toBe(BODY);
});

it('lets requests or answers vanish until it is healed', async () => {
  for (const [kind, arrives] of [
    ['black hole', 0],
    ['lost answers', 1],
  ] as const) {
    const before = served;
    proxy.inject({ kind });
    const answer = get();
    await expect.poll(() => proxy.struck).toBe(1);
    await expect.poll(() => served - before).toBe(arrives);
    expect(proxy.hanging).toBe(1);
    proxy.heal();
    expect(await answer).toBe(BODY);
  }
});

it('gives an answer byte by byte', async () => {
  proxy.inject({ kind: 'slow body', ms: 1 });
  const began = performance.now();
  expect(await get()).toBe(BODY);
  expect(performance.now() - began).toBeGreaterThan(100);
});
