import type { Denial, Principal } from '@qis/rest/gateway';
import { expect, it } from 'vitest';
import { limited } from './rate-limit.ts';

interface Asker {
  /** The time, in seconds. */
  at: number;
  /** How many of so many requests of somebody are let in; nobody where no name is given. */
  admitted(requests: number, name?: string): Promise<number>;
  refusalOf(name?: string): Promise<unknown>;
}

function askerAt(rate: number): Asker {
  const authenticate = (request: Request): Principal | Denial => {
    const name = request.headers.get('name');
    return name === null ? { status: 401, reason: 'Who?' } : { name, scopes: [] };
  };
  const limitedOne = limited(authenticate, { rate, now: () => asker.at });
  const ask = async (name?: string): Promise<Principal | Denial> =>
    limitedOne(new Request('http://localhost/', { headers: { ...(name !== undefined && { name }) } }));
  const asker: Asker = {
    at: 1_000,
    async admitted(requests, name) {
      let count = 0;
      for (let i = 0; i < requests; i++) {
        const answer = await ask(name);
        if (!('status' in answer) || answer.status !== 429) count++;
      }
      return count;
    },
    refusalOf: ask,
  };
  return asker;
}

it('somebody may send ten seconds’ worth at once, then so many a second', async () => {
  const asker = askerAt(5);
  expect(await asker.admitted(60, 'ann')).toBe(50);
  asker.at += 2;
  expect(await asker.admitted(60, 'ann')).toBe(10);
  asker.at += 3_600;
  expect(await asker.admitted(60, 'ann')).toBe(50);
});

it('whoever sends more is told when to come back, in whole seconds, and is let in then', async () => {
  const asker = askerAt(0.2);
  expect(await asker.admitted(3, 'ann')).toBe(2);
  expect(await asker.refusalOf('ann')).toEqual({
    status: 429,
    reason: 'These credentials are good for 0.2 requests a second: wait, and send less.',
    retryAfter: 5,
  });
  asker.at += 4;
  expect(await asker.refusalOf('ann')).toMatchObject({ status: 429, retryAfter: 1 });
  asker.at += 1;
  expect(await asker.admitted(2, 'ann')).toBe(1);
});

it('one who sends too much takes nothing from another', async () => {
  const asker = askerAt(1);
  expect(await asker.admitted(50, 'ann')).toBe(10);
  expect(await asker.admitted(50, 'bob')).toBe(10);
});

it('all who have no credentials share one limit, which is that of nobody known', async () => {
  const asker = askerAt(1);
  expect(await asker.refusalOf()).toEqual({ status: 401, reason: 'Who?' });
  expect(await asker.admitted(50)).toBe(9);
  expect(await asker.refusalOf()).toMatchObject({
    status: 429,
    reason: expect.stringMatching(/^Whoever has no valid credentials/),
  });
  expect(await asker.admitted(50, 'ann')).toBe(10);
});

it('a rate of less than one in ten seconds lets one request in all the same', async () => {
  expect(await askerAt(0.01).admitted(3, 'ann')).toBe(1);
});

it('however many names are made up, only ten thousand are remembered, the last ones', async () => {
  const asker = askerAt(0.1);
  await asker.admitted(1, 'first');
  await asker.admitted(1, 'second');
  for (let i = 0; i < 9_998; i++) await asker.admitted(1, `name ${i}`);
  expect(await asker.admitted(1, 'first')).toBe(0);
  await asker.admitted(1, 'one more');
  expect(await asker.admitted(1, 'first')).toBe(0);
  expect(await asker.admitted(1, 'second')).toBe(1);
});
