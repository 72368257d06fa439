import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { SynthesisRecord } from '../figures/synthesis.ts';

test('the recorded synthesis takes at most twice what its two matrices of cosines take', () => {
  const path = new URL('../../results/synthesis.json', import.meta.url);
  const { speed } = JSON.parse(readFileSync(path, 'utf8')) as SynthesisRecord;
  expect(speed.synthesis_ms).toBeLessThanOrEqual(2 * speed.matrices_ms);
});
