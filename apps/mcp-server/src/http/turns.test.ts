import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

function busy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

it('lets callers on in order, and in a turn of the event loop no more than fit into a slice of time', async () => {
  const turns = new Turns();
  let turn = 0;
  let counting = true;
  const count = (): void => {
    turn++;
    if (counting) setImmediate(count);
  };
  setImmediate(count);
  const callers = Array.from({ length: 12 }, async (_, n) => {
    await turns.next();
    busy(3);
    return { n, turn };
  });
  const order: number[] = [];
  for (const caller of callers) void caller.then(({ n }) => order.push(n));
  const ended = await Promise.all(callers);
  counting = false;
  expect(order).toEqual(ended.map(({ n }) => n));
  const together = Map.groupBy(ended, (each) => each.turn);
  for (const { length } of together.values()) expect(length).toBe(1);
});
