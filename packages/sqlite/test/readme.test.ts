import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { figureRows } from './figures.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

test('the README gives the recorded figures, row by row', () => {
  const readme = read('../README.md');
  const rows = figureRows(JSON.parse(read('../../../benchmarks/results/sqlite.json')));
  expect(rows.filter((row) => !readme.includes(`\n${row}\n`))).toEqual([]);
});
