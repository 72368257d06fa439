import { expect, test } from 'vitest';
import { judgeGoals } from './goals.ts';
import type { Measurement } from './measurement.ts';
import { sampleMeasurement, sampleResult } from './sample-result.ts';

const verdictOf = (but: Partial<Measurement>): string | undefined =>
  judgeGoals(sampleResult([sampleMeasurement(but)]))[0]?.verdict;

test('a ratio of timings may miss its goal by 15%, and not by more', () => {
  const ratio = { unit: 'ratio', goal: { atMost: 1 } } as const;
  expect(verdictOf({ ...ratio, value: 1 })).toBe('met');
  expect(verdictOf({ ...ratio, value: 1.15 })).toBe('within the margin');
  expect(verdictOf({ ...ratio, value: 1.16 })).toBe('missed');
  const rate = { unit: 'per second', goal: { atLeast: 100 } } as const;
  expect(verdictOf({ ...rate, value: 85 })).toBe('within the margin');
  expect(verdictOf({ ...rate, value: 84 })).toBe('missed');
});

test('what is counted, and a share that was drawn, has no margin', () => {
  const { spread: _, ...counted } = sampleMeasurement({
    unit: 'tokens',
    value: 1_501,
    goal: { atMost: 1_500 },
  });
  expect(judgeGoals(sampleResult([counted]))).toMatchObject([{ verdict: 'missed' }]);
  expect(verdictOf({ unit: 'share', value: 0.94, goal: { atLeast: 0.95 } })).toBe('missed');
});

test('a figure without a goal is not judged', () => {
  expect(judgeGoals(sampleResult([sampleMeasurement()]))).toEqual([]);
});
