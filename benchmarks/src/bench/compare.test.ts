import { expect, test } from 'vitest';
import { compareResults } from './compare.ts';
import type { Measurement } from './measurement.ts';
import { sampleMeasurement, sampleResult } from './sample-result.ts';

const timing = (value: number, low: number, high: number): Measurement =>
  sampleMeasurement({ value, spread: { low, high, kind: 'quartiles' } });

const compare = (before: Measurement, after: Measurement) =>
  compareResults(sampleResult([before]), sampleResult([after]));

test('a timing whose interval overlaps the other is the same', () => {
  expect(compare(timing(1, 0.9, 1.1), timing(1.2, 1.05, 1.3))).toMatchObject({ changes: [], same: 1 });
});

test('a timing that moved beyond both intervals is better or worse by its own sense', () => {
  expect(compare(timing(1, 0.9, 1.1), timing(1.5, 1.4, 1.6)).changes).toMatchObject([{ verdict: 'worse' }]);
  expect(compare(timing(1.5, 1.4, 1.6), timing(1, 0.9, 1.1)).changes).toMatchObject([{ verdict: 'better' }]);
  const rate = { unit: 'per second', better: 'more' } as const;
  const [before, after] = [
    { ...timing(1, 0.9, 1.1), ...rate },
    { ...timing(2, 1.9, 2.1), ...rate },
  ];
  expect(compare(before, after).changes).toMatchObject([{ verdict: 'better' }]);
});

test('a timing that moved by less than 5% is the same, however narrow its intervals', () => {
  expect(compare(timing(1, 0.999, 1.001), timing(1.04, 1.039, 1.041)).changes).toEqual([]);
});

test('a counted figure has changed when it is not the same', () => {
  const { spread: _, ...counted } = sampleMeasurement({ unit: 'tokens', value: 1_400 });
  expect(compare(counted, { ...counted, value: 1_401 }).changes).toMatchObject([{ verdict: 'worse' }]);
  expect(compare(counted, counted).changes).toEqual([]);
});

test('a figure is found again whatever the order of the members that it is of', () => {
  const turned = sampleMeasurement({ of: { packets: 1_000, transport: 'memory:' } });
  expect(compare(sampleMeasurement(), turned)).toMatchObject({ same: 1, added: [], gone: [] });
});

test('what only one of the two has is new or gone, unless it has not run the suite', () => {
  const other = sampleMeasurement({ what: 'query p95' });
  expect(compare(sampleMeasurement(), other)).toMatchObject({
    same: 0,
    added: [{ measurement: { what: 'query p95' } }],
    gone: [{ measurement: { what: 'query p50' } }],
  });
  const none = { ...sampleResult([]), suites: [] };
  expect(compareResults(sampleResult([other]), none)).toMatchObject({ added: [], gone: [] });
});

test('another machine, version or option is warned of, another load is not', () => {
  const before = sampleResult([]);
  const { machine, versions, options } = before;
  const after = {
    ...before,
    machine: { ...machine, cpu: 'another', load_before: 0.9 },
    versions: { ...versions, usearch: '2.0.0' },
    options: { ...options, full: true },
  };
  expect(compareResults(before, after).warnings).toEqual([
    'machine cpu: a CPU before, another now',
    'version usearch: none before, 2.0.0 now',
    'option full: false before, true now',
  ]);
});

test('a machine that was busy before either run is warned of', () => {
  const quiet = sampleResult([]);
  const busy = { ...quiet, machine: { ...quiet.machine, load_before: 1.1 } };
  expect(compareResults(busy, quiet).warnings).toEqual([
    'the machine was busy before, with a load of 1.1: timings moved with it',
  ]);
  expect(compareResults(quiet, busy).warnings).toHaveLength(1);
});
