import { expect, test } from 'vitest';
import { sampleMeasurement } from './sample-result.ts';
import { tablesOf } from './tables.ts';

test('quantities of the same thing share a row, and what was not measured is empty', () => {
  const p50 = sampleMeasurement();
  const p95 = sampleMeasurement({ what: 'query p95', of: { packets: 1_000, transport: 'memory:' } });
  const other = sampleMeasurement({ of: { transport: 'sqlite:', packets: 1_000 } });
  expect(tablesOf([p50, p95, other])).toEqual([
    {
      keys: ['transport', 'packets'],
      columns: ['query p50', 'query p95'],
      rows: [
        { of: p50.of, cells: [p50, p95] },
        { of: other.of, cells: [other, undefined] },
      ],
    },
  ]);
});

test('what is of other members has a table of its own', () => {
  const other = sampleMeasurement({ of: { transport: 'memory:' } });
  expect(tablesOf([sampleMeasurement(), other]).map(({ keys }) => keys)).toEqual([
    ['transport', 'packets'],
    ['transport'],
  ]);
});
