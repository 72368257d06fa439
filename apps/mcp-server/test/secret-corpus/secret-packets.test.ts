import { expect, it } from 'vitest';
import { CLEAN_TEXTS, examplePackets, hardNegatives, SECOND_CLEAN_TEXTS } from './clean-packets.ts';
import { HALVES } from './kind.ts';
import { SECOND_KINDS, secondAuthorPackets } from './second-author-kinds.ts';
import { KINDS, secretPackets } from './secret-packets.ts';

it('the corpus of secrets has more than 40 kinds in each half, each with 8 instances, every one a valid packet', () => {
  expect(new Set(KINDS.map(({ name }) => name)).size).toBe(KINDS.length);
  for (const half of HALVES) {
    const packets = secretPackets(half);
    const kinds = new Set(packets.map(({ kind }) => kind));
    expect(kinds.size).toBeGreaterThan(40);
    expect(packets).toHaveLength(8 * kinds.size);
    expect(new Set(packets.map(({ value }) => value)).size).toBe(packets.length);
  }
});

it('is the same in every run', () => {
  expect(secretPackets('tuning')).toEqual(secretPackets('tuning'));
});

it('the clean corpus has more than 200 texts, 100 and more in each half, every one a valid packet', () => {
  expect(new Set(CLEAN_TEXTS).size).toBe(CLEAN_TEXTS.length);
  expect(CLEAN_TEXTS.length).toBeGreaterThan(200);
  for (const half of HALVES) expect(hardNegatives(half).length).toBeGreaterThanOrEqual(100);
  expect(examplePackets().length).toBeGreaterThan(500);
});

it("the second author's set has more than 45 kinds and 120 clean texts, none of them twice", () => {
  expect(new Set(SECOND_KINDS.map(({ name }) => name)).size).toBeGreaterThan(45);
  const values = secondAuthorPackets().map(({ value }) => value);
  expect(new Set(values).size).toBe(values.length);
  expect(secondAuthorPackets()).toEqual(secondAuthorPackets());
  expect(new Set(SECOND_CLEAN_TEXTS).size).toBe(SECOND_CLEAN_TEXTS.length);
  expect(SECOND_CLEAN_TEXTS.length).toBeGreaterThan(120);
});
