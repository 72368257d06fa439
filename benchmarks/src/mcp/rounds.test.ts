import { expect, test } from 'vitest';
import { figureOf, inTurns, ratioTo, spoken } from './rounds.ts';

const largest = (samples: readonly number[]): number => Math.max(...samples);

test('everything has its turn once in each round', async () => {
  const order: string[] = [];
  const turn = (name: string) => async () => {
    order.push(name);
    return [order.length];
  };
  const shares: number[] = [];
  const seen = await inTurns({ a: turn('a'), b: turn('b') }, 3, (share) => shares.push(share));
  expect(seen.a).toHaveLength(3);
  expect(seen.b).toHaveLength(3);
  for (let round = 0; round < 3; round++)
    expect(order.slice(2 * round, 2 * round + 2).sort()).toEqual(['a', 'b']);
  expect(shares.at(-1)).toBe(1);
});

test('a figure is of all samples, its spread of the rounds', () => {
  const { value, samples, spread } = figureOf('largest', {}, [[1, 2], [5, 3], [4]], {
    unit: 'ms',
    figure: largest,
  });
  expect(value).toBe(5);
  expect(samples).toBe(5);
  expect(spread).toEqual({ low: 2, high: 4, kind: 'quartiles' });
});

test('a ratio is taken within each round, and said with its quartiles', () => {
  const ratio = ratioTo(
    'times',
    {},
    [
      [[2], [8], [9]],
      [[1], [2], [3]],
    ],
    largest,
  );
  expect(ratio).toMatchObject({ value: 3, unit: 'ratio', samples: 3, spread: { low: 2, high: 3 } });
  expect(spoken(ratio)).toBe('3.00 (2.00 to 3.00)');
});
