import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { floorLines, qualityLines } from './figures.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const readme = read('../README.md');

test('the README gives the recorded quality, speed and size', () => {
  const lines = qualityLines(JSON.parse(read('../../../benchmarks/results/quality.json')));
  expect(lines.filter((line) => !readme.includes(line))).toEqual([]);
});

test('the README gives what the floors keep and let through, as recorded', () => {
  const lines = floorLines(JSON.parse(read('../../../benchmarks/results/floor.json')));
  expect(lines.filter((line) => !readme.includes(`\n${line}\n`))).toEqual([]);
});
