import { expect, it } from 'vitest';
import { timeSpan } from './time-span.ts';

it.each([
  [-5, '0s'],
  [0, '0s'],
  [59.9, '59s'],
  [60, '1m'],
  [3_599, '59m'],
  [3_600, '1h'],
  [86_399, '23h'],
  [86_400, '1d'],
  [2_592_000, '30d'],
])('%d seconds are %s', (seconds, text) => {
  expect(timeSpan(seconds)).toBe(text);
});
