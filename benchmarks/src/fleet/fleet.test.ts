import { describe, expect, it } from 'vitest';
import { readTextSource } from '../bench/text-source.ts';
import { type Attack, attacks } from '../synthesis/attacks.ts';
import { type Conditions, HONEST } from './conditions.ts';
import { staleFinding } from './controls.ts';
import { type Encounter, shareOf } from './encounter.ts';
import { find } from './figures.ts';
import { PerfectEmbedder } from './perfect-embedder.ts';
import { labelledProblems } from './problems.ts';
import { memoryStores } from './stores.ts';
import { playAll, type Trial } from './trial.ts';
import { unrelatedSection, vanishing } from './unrelated.ts';

const { problems } = labelledProblems(readTextSource());

/** A world where every wording of a problem means the same to the embedder, and nothing else does. */
function perfectTrial(): Trial {
  return {
    stores: memoryStores(new PerfectEmbedder(problems)),
    problems,
    table: { agents: 16, each: 6 },
    seeds: [1],
    signal: new AbortController().signal,
    played: () => {},
  };
}

async function play(size: number, conditions: Conditions): Promise<readonly Encounter[]> {
  return (await playAll(perfectTrial(), size, conditions)).flat();
}

describe('with an embedder that is never wrong', () => {
  it('a fleet finds every problem that one of it has met, first, and says honestly that it knows no other', async () => {
    const encounters = await play(16, { ...HONEST, advice: true });
    expect(encounters).toHaveLength(96);
    expect(shareOf(encounters, 'known')).toBeGreaterThan(0.4);
    for (const { known, first, among, advice } of encounters) {
      expect({ first, among }).toEqual(
        known ? { first: 'right', among: true } : { first: 'none', among: false },
      );
      expect(['right', 'none']).toContain(advice);
    }
    expect(shareOf(encounters, 'right first claim')).toBeGreaterThan(0.2);
  });

  it('what is found with own memory only is what the agent itself has met before', async () => {
    const alone = await play(1, HONEST);
    expect(shareOf(alone, 'right first hit')).toBe(shareOf(alone, 'known'));
    expect(alone.filter(({ exchange }) => exchange !== undefined)).toEqual([]);
    expect(shareOf(await play(16, HONEST), 'right first hit')).toBeGreaterThan(
      shareOf(alone, 'right first hit') + 0.3,
    );
  });

  it('an exchange is useful where the first hit is right and was left by another agent', async () => {
    const encounters = await play(16, HONEST);
    const useful = encounters.filter(({ exchange }) => exchange !== undefined);
    expect(useful.length).toBeGreaterThan(30);
    for (const { first, exchange = '', agent } of useful) {
      expect(first).toBe('right');
      const [low, high] = exchange.split('-').map(Number) as [number, number];
      expect(low).toBeLessThan(high);
      expect([low, high]).toContain(agent);
    }
  });

  it('stale packets are never found, nor counted as known', async () => {
    const encounters = await play(16, { ...HONEST, deposits: 'short-lived' });
    expect(shareOf(encounters, 'honest abstention')).toBe(1);
    expect(staleFinding(encounters)).toBe('Stale packets are never found: 96 questions, no hit.');
    expect(staleFinding(await play(16, HONEST))).toContain('ARE FOUND, which must not be');
  });

  it('nobody finds anything where nobody leaves anything', async () => {
    const encounters = await play(16, { ...HONEST, deposits: 'none' });
    expect(shareOf(encounters, 'honest abstention')).toBe(1);
  });

  it('a packet with the remedy of another problem is a wrong hit, though its words are right', async () => {
    const encounters = await play(16, { ...HONEST, wrong: 1 });
    expect(shareOf(encounters, 'right first hit')).toBe(0);
    expect(shareOf(encounters, 'wrong first hit')).toBeGreaterThan(0.4);
    const some = await play(16, { ...HONEST, wrong: 1 / 3 });
    expect(shareOf(some, 'right first hit')).toBeGreaterThan(0);
    expect(shareOf(some, 'wrong first hit')).toBeGreaterThan(0);
  });
});

describe('attackers', () => {
  it('add to the store and are no honest knowledge', async () => {
    const honest = await play(16, HONEST);
    const attack = attacks.two_voters as Attack; // whose words are all a wording's or a remedy's
    const poisoned = await play(16, { ...HONEST, attack, advice: true });
    expect(poisoned.map(({ known }) => known)).toEqual(honest.map(({ known }) => known));
    expect(poisoned.at(-1)?.poison).toBeGreaterThan(0.05);
    expect(shareOf(poisoned, "attackers' first hit")).toBeGreaterThan(0);
    expect(shareOf(honest, "attackers' first hit")).toBe(0);
  });
});

describe('unrelated fleets', () => {
  it('give no lift and no wrong hit to an embedder that is never wrong', async () => {
    const { measurements, findings } = await unrelatedSection(perfectTrial());
    const lift = (arm: string): number => find(measurements, 'lift of right first hits', { arm }).value;
    expect(lift('unrelated')).toBe(0);
    expect(lift('shared')).toBeGreaterThan(0.3);
    expect(find(measurements, 'wrong first hit', { arm: 'unrelated' }).value).toBe(0);
    expect(findings[0]).toMatch(/^The lift vanishes with packets of strangers/);
  });

  it('that lift or harm are told', () => {
    expect(vanishing({ low: 0.01, high: 0.02, kind: '95%' })).toContain('DOES NOT VANISH');
    expect(vanishing({ low: -0.02, high: -0.01, kind: '95%' })).toContain('harm');
  });
});
