import { expect, test } from 'vitest';
import { heldOutSets } from './held-out-sets.ts';

const wordings = Array.from({ length: 100 }, (_, at) => ({ text: `text ${at}`, label: `label ${at % 10}` }));
const plan = { draws: 1, wordings: 1_000, seed: 1 };

test('every label is held out once a draw, and no index has a wording that is asked or held out', () => {
  const sets = heldOutSets(wordings, plan) ?? [];
  expect(sets).toHaveLength(5);
  expect(sets.flatMap(({ outOfScope }) => outOfScope).toSorted()).toEqual(
    wordings.map(({ text }) => text).toSorted(),
  );
  for (const { index, queries, outOfScope } of sets) {
    const stored = new Set(index.map(({ text }) => text));
    expect([...queries.map(({ text }) => text), ...outOfScope].filter((text) => stored.has(text))).toEqual(
      [],
    );
    const known = new Set(index.map(({ label }) => label));
    expect(queries.every(({ label }) => known.has(label))).toBe(true);
    expect(stored.size + queries.length + outOfScope.length).toBe(100);
  }
});

test('text without labels gives no sets', () => {
  expect(heldOutSets([{ text: 'a' }, { text: 'b' }], plan)).toBeUndefined();
});
