import { expect, it } from 'vitest';
import { deal, fleetSizes, tableFor } from './deal.ts';
import type { Problem } from './problems.ts';

const problems: readonly Problem[] = Array.from({ length: 50 }, (_, i) => ({
  text: `wording ${i}`,
  label: `problem ${i % 5}`,
  outcomes: [],
}));

it('no wording is dealt twice, and a seed deals the same again', () => {
  const table = { agents: 8, each: 6 };
  const hands = deal(problems, table, 1);
  expect(hands.map((hand) => hand.length)).toEqual(Array(8).fill(6));
  expect(new Set(hands.flat().map(({ text }) => text)).size).toBe(48);
  expect(deal(problems, table, 1)).toEqual(hands);
  expect(deal(problems, table, 2)).not.toEqual(hands);
});

it.each([
  [391, { agents: 64, each: 6 }],
  [100_000, { agents: 64, each: 8 }],
  [127, { agents: 32, each: 3 }],
  [4, { agents: 2, each: 2 }],
  [3, undefined],
])('%d wordings make a table of', (wordings, table) => {
  expect(tableFor(wordings, 64)).toEqual(table);
});

it('fleets double up to all agents', () => {
  expect(fleetSizes({ agents: 8, each: 2 })).toEqual([1, 2, 4, 8]);
});
