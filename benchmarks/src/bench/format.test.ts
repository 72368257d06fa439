import { expect, test } from 'vitest';
import { formatSpread, formatValue } from './format.ts';
import { sampleMeasurement } from './sample-result.ts';

test.each([
  [0.012345, 'ms', '0.0123 ms'],
  [1, 'ratio', '1.00 ×'],
  [12_345.6, 'per second', '12,346 /s'],
  [0.951, 'share', '95.1%'],
  [0.9987, 'share', '99.87%'],
  [1, 'share', '100.0%'],
  [512, 'bytes', '512 bytes'],
  [85_700_000, 'bytes', '85.7 MB'],
  [1_500, 'tokens', '1,500'],
  [0, 'ms', '0 ms'],
] as const)('%d %s reads %s', (value, unit, words) => {
  expect(formatValue(value, unit)).toBe(words);
});

test('an interval is in the scale of its value', () => {
  const spread = { low: 950_000, high: 1_100_000, kind: 'quartiles' } as const;
  expect(formatSpread(sampleMeasurement({ value: 1_000_000, unit: 'bytes', spread }))).toBe('0.950–1.10');
});
