import { expect, test } from 'vitest';
import { FlagError, readFlags } from './flags.ts';

test('without flags all suites run, quickly, with seed 1', () => {
  const suites = ['latency', 'peers', 'fleet', 'mcp', 'quality', 'synthesis'];
  expect(readFlags([])).toEqual({ suites, full: false, seed: 1, check: false, help: false });
});

test('suites run in their order, whatever order they were named in', () => {
  expect(readFlags(['fleet', 'latency', '--full']).suites).toEqual(['latency', 'fleet']);
});

test('on a store of the user’s own run latency and fleet', () => {
  expect(readFlags(['--transport', 'memory:']).suites).toEqual(['latency', 'fleet']);
  expect(readFlags(['fleet', '--transport', 'memory:']).suites).toEqual(['fleet']);
});

test.each([
  [['nosuch'], /no suite is called nosuch/],
  [['--nosuch'], /nosuch/],
  [['--seed', 'x'], /--seed/],
  [['--seed', '-1'], /--seed/],
  [['--seed', ''], /--seed/],
  [['--out', '../x'], /--out/],
  [['peers', '--transport', 'memory:'], /peers does not run/],
  [['--results', 'old.json', '--full'], /--results measures nothing/],
])('%j is refused', (args, reason) => {
  expect(() => readFlags(args)).toThrow(FlagError);
  expect(() => readFlags(args)).toThrow(reason);
});
