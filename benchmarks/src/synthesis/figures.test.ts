import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { documentWithFigures, type Figures } from './figures.ts';

test('docs/synthesis.md gives the recorded figures', () => {
  const { found, wanted } = documentWithFigures();
  expect(found).toBe(wanted);
});

test('the recorded synthesis takes at most twice what its two matrices of cosines take', () => {
  const path = new URL('../../results/synthesis.json', import.meta.url);
  const { speed } = JSON.parse(readFileSync(path, 'utf8')) as Figures;
  expect(speed.synthesis_ms).toBeLessThanOrEqual(2 * speed.matrices_ms);
});
