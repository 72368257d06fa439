import { expect, it } from 'vitest';
import { record, records } from '../../test/records.ts';
import { SAMPLE_SIZE, Sample } from './sample.ts';

it('takes everything while that is little', () => {
  const sample = new Sample(() => 0);
  for (const each of records(SAMPLE_SIZE)) sample.offer(each);
  expect(sample.records).toEqual(records(SAMPLE_SIZE));
});

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

it('takes each of many as likely as any other', () => {
  const many = records(100);
  const drawn = new Map(many.map(({ id }) => [id, 0]));
  const random = randomFrom(1);
  for (let round = 0; round < 500; round++) {
    const sample = new Sample(random);
    for (const each of many) sample.offer(each);
    expect(sample.records).toHaveLength(SAMPLE_SIZE);
    for (const { id } of sample.records) drawn.set(id, (drawn.get(id) ?? 0) + 1);
  }
  // 100 each are expected, with a standard deviation of 9.
  expect(Math.min(...drawn.values())).toBeGreaterThan(60);
  expect(Math.max(...drawn.values())).toBeLessThan(140);
});

it('keeps of an id that passes again the last record', () => {
  const sample = new Sample(() => 0);
  for (const each of records(3)) sample.offer(each);
  const later = record(1, { delta_summary: 'later' });
  sample.offer(later);
  expect(sample.records).toEqual([record(0), later, record(2)]);
});
