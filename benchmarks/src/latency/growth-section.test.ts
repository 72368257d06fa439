import { expect, test } from 'vitest';
import type { Asked } from './ask.ts';
import { growthSection } from './growth-section.ts';

const asked = (packets: number, ms: number, index: string): Asked => ({
  store: 'memory:',
  filter: 'none',
  packets,
  rounds: [
    [ms, ms * 1.01],
    [ms, ms * 0.99],
  ],
  recalls: [1, 1],
  index,
});

test('exact search and the graph above it are told apart, and each step is fitted', () => {
  const section = growthSection([
    asked(1_000, 0.1, 'exact'),
    asked(10_000, 1, 'exact'),
    asked(100_000, 1.1, 'hnsw'),
    asked(1_000_000, 1.2, 'hnsw'),
  ]);
  const exponents = section.measurements.filter(({ what }) => what === 'exponent');
  expect(exponents.map(({ of, value }) => [of.search, of.packets, value.toFixed(2)])).toEqual([
    ['all', '1,000 to 1,000,000', '0.33'],
    ['exact', '1,000 to 10,000', '1.00'],
    ['hnsw', '100,000 to 1,000,000', '0.04'],
    ['all', '10,000 to 100,000', '0.04'],
  ]);
  expect(section.findings.at(1)).toMatch(/while it searches by exact, .* it grows as N does\.$/);
  expect(section.findings.at(2)).toMatch(/while it searches by hnsw, .* it grows more slowly than log N\.$/);
  expect(section.findings.at(3)).toMatch(/^memory: step by step: 1,000 to 10,000 N\^1\.00 \(as N does\); /);
});

test('one size has no growth', () => {
  expect(growthSection([asked(100, 1, 'exact')])).toMatchObject({
    measurements: [],
    leftOut: ['everything: a slope wants two sizes'],
  });
});
