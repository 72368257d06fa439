import { describe, expect, it } from 'vitest';
import type { Measurement } from '../bench/measurement.ts';
import { ratioMeasurements, throughputMeasurements, timeMeasurements } from './figures.ts';
import { missedGoals, ratioFindings } from './findings.ts';
import { chooseTrial } from './tune.ts';

const race = {
  what: 'query',
  packets: 1_000,
  times: {
    memory: [
      [1, 1, 1],
      [2, 2, 2],
      [3, 3, 3],
    ],
    other: [
      [2, 2, 2],
      [8, 8, 8],
      [4, 4, 4],
    ],
  },
};

it('gives median and 99th percentile of each store, with the quartiles of the rounds', () => {
  expect(timeMeasurements(race)).toContainEqual({
    what: 'query p50',
    of: { store: 'memory', packets: 1_000 },
    value: 2,
    unit: 'ms',
    samples: 9,
    spread: { low: 1, high: 2, kind: 'quartiles' },
    better: 'less',
  });
  expect(timeMeasurements(race).map(({ what, of }) => `${of.store}: ${what}`)).toEqual([
    'memory: query p50',
    'memory: query p99',
    'other: query p50',
    'other: query p99',
  ]);
});

it('puts our median over that of the peer, with the quartiles of the same ratio in each round', () => {
  const pairs = [
    { ours: 'memory', peer: 'other', goal: { atMost: 1 } },
    { ours: 'memory', peer: 'not here' },
  ];
  expect(ratioMeasurements(race, pairs)).toEqual([
    {
      what: 'query p50, ours over peer',
      of: { ours: 'memory', peer: 'other', packets: 1_000 },
      value: 0.5,
      unit: 'ratio',
      samples: 3,
      spread: { low: 0.25, high: 0.5, kind: 'quartiles' },
      better: 'less',
      goal: { atMost: 1 },
    },
  ]);
});

it('widens the quartiles to hold the figure of all rounds together', () => {
  const times = { memory: [[1, 1, 1, 9], [1, 1, 1, 9], [9]] };
  const p99 = timeMeasurements({ ...race, times }).find(({ what }) => what === 'query p99');
  expect(p99?.spread?.high).toBeGreaterThanOrEqual(p99?.value as number);
});

it('counts packets, not calls, in a second', () => {
  const [memory] = throughputMeasurements({ ...race, what: 'deposit of 256' }, 256);
  expect(memory).toMatchObject({ what: 'deposit of 256, packets', value: 128_000, unit: 'per second' });
});

describe('a setting is chosen', () => {
  const trial = (
    choice: string,
    recall: number,
    p50: number,
  ): { choice: string; recall: number; p50: number } => ({
    choice,
    recall,
    p50,
  });

  it('the fastest of those that find enough', () => {
    const trials = [trial('narrow', 0.8, 1), trial('wide', 0.97, 3), trial('wider', 0.99, 2)];
    expect(chooseTrial(trials).choice).toBe('wider');
  });

  it('the one that finds most, where none finds enough', () => {
    expect(chooseTrial([trial('narrow', 0.8, 1), trial('wide', 0.9, 3)]).choice).toBe('wide');
  });
});

describe('findings', () => {
  const ratio = (packets: number, value: number): Measurement => ({
    what: 'query p50, ours over peer',
    of: { ours: 'memory', peer: 'other', packets },
    value,
    unit: 'ratio',
    samples: 10,
    goal: { atMost: 1 },
  });
  const ratios = [ratio(1_000, 0.5), ratio(10_000, 1.25)];

  it('say what part of the time of a peer ours takes, size by size', () => {
    expect(ratioFindings(ratios)).toEqual([
      'memory: query p50 is 0.50 (1,000), 1.25 (10,000) times that of other.',
    ]);
  });

  it('name each goal that is missed, and none that is reached', () => {
    expect(missedGoals(ratios)).toEqual([
      'Missed: query p50, ours over peer, memory beside other with 10,000 packets is 1.25, the goal is at most 1.',
    ]);
  });
});
