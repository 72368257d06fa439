import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readModel } from './model-file.ts';
import { PairTable } from './pair-table.ts';
import { UNKNOWN } from './piece-table.ts';

test('a pair is found in its order only', () => {
  const { pairs, pieceRows } = readModel(readFileSync(new URL('../../models/static.bin', import.meta.url)));
  const found: [number, number, number][] = [];
  for (let first = 0; first < pieceRows && found.length < 100; first += 7) {
    for (let second = 0; second < pieceRows; second++) {
      const pair = pairs.find(first, second);
      if (pair !== UNKNOWN) found.push([pair, first, second]);
    }
  }
  expect(found.length).toBeGreaterThanOrEqual(100);
  // Pairs are sorted, so their numbers rise with the entries.
  expect(found.map(([pair]) => pair)).toEqual(found.map(([pair]) => pair).toSorted((a, b) => a - b));
  expect(new Set(found.map(([pair]) => pair)).size).toBe(found.length);
});

test('a table without pairs knows none', () => {
  expect(new PairTable(new Uint32Array(0), new Uint16Array(2)).find(1, 2)).toBe(UNKNOWN);
});
