import { describe, expect, it } from 'vitest';
import { curveOf, exponentOf, LAWS, misfitOf, type Point } from './growth.ts';
import { type Growth, paceSentences, squareSentence } from './square-sentence.ts';

const SIZES = [2, 4, 8, 16, 32, 64];

function points(law: (agents: number) => number): readonly Point[] {
  return SIZES.map((agents) => ({ agents, value: law(agents) }));
}

describe('a fitted exponent', () => {
  it.each([0.5, 1, 2])('of a·N^%d is found whatever the scale', (power) => {
    expect(exponentOf(points((agents) => 0.03 * agents ** power))).toBeCloseTo(power, 10);
  });

  it('leaves out sizes where nothing was seen, and is no number for fewer than two', () => {
    const seen = points((agents) => (agents < 8 ? 0 : agents ** 2));
    expect(exponentOf(seen)).toBeCloseTo(2, 10);
    expect(exponentOf(points((agents) => (agents < 64 ? 0 : 1)))).toBeNaN();
  });
});

describe('a law', () => {
  it('misses what follows it by a factor of 1, and anything else by more', () => {
    const pairs = points((agents) => 7 * LAWS['N(N−1)/2'](agents));
    expect(misfitOf(pairs, 'N(N−1)/2')).toBeCloseTo(1, 10);
    expect(misfitOf(pairs, 'N²')).toBeGreaterThan(1.1);
    expect(misfitOf(pairs, 'N')).toBeGreaterThan(misfitOf(pairs, 'N log N'));
  });

  it('stands at the scale that fits best', () => {
    expect(
      curveOf(
        points((agents) => 3 * agents),
        'N',
      ),
    ).toEqual(points((agents) => expect.closeTo(3 * agents)));
  });
});

/** Growth by a law up to 8 agents and another from there on, intervals as wide as given. */
function growth(what: string, small: number, large: number, width = 0.1): Growth {
  const at = (agents: number): number =>
    0.1 * (agents <= 8 ? agents ** small : 8 ** small * (agents / 8) ** large);
  const exponent = (from: number, to: number, value: number) => ({
    from,
    to,
    measured: {
      what,
      of: {},
      value,
      unit: 'exponent' as const,
      samples: 20,
      spread: { low: value - width, high: value + width, kind: '95%' as const },
    },
  });
  return {
    what,
    points: points(at),
    exponents: [exponent(2, 64, (small + large) / 2), exponent(2, 8, small), exponent(8, 64, large)],
  };
}

describe('the sentence on N²', () => {
  const found = growth('found', 0.5, 0.2);

  it.each([
    [
      growth('exchanges', 2.4, 1.5),
      'holds for what a fleet exchanges up to 8 agents, and not beyond, and never',
    ],
    [
      growth('exchanges', 1.5, 1.2),
      'does not hold for what a fleet exchanges, and never for what one agent gets',
    ],
    [growth('exchanges', 2.4, 2.06), 'holds for what a fleet of up to 64 agents exchanges, and never'],
    [growth('exchanges', 2.4, 2.9), 'holds for what a fleet of up to 64 agents exchanges, and never'],
  ])('says what the figures say', (exchanges, verdict) => {
    const sentence = squareSentence({ exchanges, found, known: 0.89 });
    expect(sentence).toContain(`"Intelligence grows with N²" ${verdict}`);
    expect(sentence).toContain('from 2 to 64 agents pairs of agents grow 2016-fold');
    expect(sentence).toContain('cannot pass the 89%');
  });

  it('grants N² to what one agent gets where that is measured', () => {
    const sentence = squareSentence({
      exchanges: growth('exchanges', 3, 3),
      found: growth('found', 2.4, 2.4),
      known: 1,
    });
    expect(sentence).not.toContain('never');
  });

  it('judges nothing where nothing was exchanged, or too little to fit', () => {
    const none = growth('exchanges', 2, 2);
    const nothing = { ...none, points: points(() => 0) };
    expect(squareSentence({ exchanges: nothing, found, known: 1 })).toContain('nothing is seen');
    const unfitted = { ...none, exponents: [] };
    expect(squareSentence({ exchanges: unfitted, found, known: 1 })).toContain('cannot be judged');
  });

  it('tells the pace of small and of large fleets apart', () => {
    const [small, large] = paceSentences(growth('exchanges', 2.4, 1.5));
    expect(small).toMatch(/^From 2 to 8 agents .* in pace with pairs of agents \(N\^2\.40\)\.$/);
    expect(large).toMatch(/^From 8 to 64 agents .* slower than pairs of agents \(N\^2\.06\)\.$/);
  });
});
