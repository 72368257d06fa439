import { describe, expect, it } from 'vitest';
import { matchesFilter } from '../filter.ts';
import { draft, drafts, idOf, mixedFilters, mixedRecords, NOW, problem } from './records.ts';
import { cosine, vectorOf } from './vectors.ts';

describe('what the clauses are made of', () => {
  it('is the same every time', () => {
    expect(mixedRecords(50, true)).toEqual(mixedRecords(50, true));
    expect(mixedFilters(10, true)).toEqual(mixedFilters(10, true));
    expect(vectorOf('a')).toEqual(vectorOf('a'));
  });

  it('differs from number to number', () => {
    expect(new Set(Array.from({ length: 324 }, (_, n) => problem(n))).size).toBe(324);
    expect(new Set(Array.from({ length: 10_100 }, (_, n) => idOf(n))).size).toBe(10_100);
  });

  it('has unit vectors, no two of them alike', () => {
    const vectors = drafts(324).map(({ packet }) => vectorOf(packet.problem_description));
    for (const [i, vector] of vectors.entries()) {
      expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
      for (const other of vectors.slice(0, i)) expect(cosine(vector, other)).toBeLessThan(0.999);
    }
  });

  it('lives at the clock of the suite', () => {
    expect(matchesFilter({ now: NOW }, draft(1))).toBe(true);
  });

  it('lets every member of a filter decide over some of the mixed records', () => {
    const records = mixedRecords(300, true);
    const filters = mixedFilters(40, true);
    const passing = filters.map((filter) => records.filter((record) => matchesFilter(filter, record)).length);
    expect(passing.filter((count) => count > 0).length).toBeGreaterThanOrEqual(20);
    const members = new Set(filters.flatMap((filter) => Object.keys(filter)));
    for (const member of members) {
      const decides = filters.some((filter, i) => {
        const { [member as 'since']: _, ...rest } = filter;
        const without = member === 'now' ? { ...rest, now: 0 } : rest;
        return (
          records.filter((record) => matchesFilter(without as typeof filter, record)).length !== passing[i]
        );
      });
      expect(decides, member).toBe(true);
    }
    expect(members.size).toBe(11);
  });
});
