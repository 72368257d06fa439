import { describe, expect, it } from 'vitest';
import { type Floor, floorNeeds, floorSchema, hitsAboveFloor } from './floor.ts';

const CROWDING: Floor = { rule: 'crowding', min_score: 0.3, base: 0.1, slope: 0.6, repeat_score: 0.97 };

/** Candidates of these scores whose vectors come in pairs, this near. */
function pairs(scores: readonly number[], cosine: number) {
  return scores.map((score, i) => {
    const vector = new Float32Array(scores.length + 2);
    if (i % 2 === 0) vector[i] = 1;
    else {
      vector[i - 1] = cosine;
      vector[i] = Math.sqrt(1 - cosine ** 2);
    }
    return { score, vector };
  });
}

describe('hitsAboveFloor', () => {
  it('keeps all by the rule none, and by a score those that reach it', () => {
    const hits = [{ score: 0.5 }, { score: 0.4 }, { score: -0.2 }];
    expect(hitsAboveFloor({ rule: 'none' }, hits)).toBe(3);
    expect(hitsAboveFloor({ rule: 'score', min_score: 0.4 }, hits)).toBe(2);
    expect(hitsAboveFloor({ rule: 'score', min_score: 0.6 }, hits)).toBe(0);
    expect(hitsAboveFloor({ rule: 'score', min_score: 0.6 }, [])).toBe(0);
  });

  it('asks for more the nearer the candidates lie to each other', () => {
    const scores = [0.65, 0.5, ...Array.from({ length: 62 }, () => 0.2)];
    expect(hitsAboveFloor(CROWDING, pairs(scores, 0.2))).toBe(2); // 0.3
    expect(hitsAboveFloor(CROWDING, pairs(scores, 0.6))).toBe(2); // 0.46
    expect(hitsAboveFloor(CROWDING, pairs(scores, 0.8))).toBe(1); // 0.58
    expect(hitsAboveFloor(CROWDING, pairs(scores, 0.95))).toBe(0); // 0.67
  });

  it('asks for its least score where few candidates are', () => {
    expect(hitsAboveFloor(CROWDING, pairs([0.31, 0.29], 0.9))).toBe(1);
    expect(hitsAboveFloor(CROWDING, [])).toBe(0);
  });

  it('refuses candidates without vectors where the rule looks at them', () => {
    expect(() => hitsAboveFloor(CROWDING, [{ score: 0.9 }])).toThrowError(
      expect.objectContaining({ code: 'INVALID_QUERY', field: 'floor' }),
    );
  });
});

it('floorNeeds asks for candidates with vectors only where the rule looks at them', () => {
  expect(floorNeeds({ rule: 'none' }, 10)).toEqual({ limit: 10, withVectors: false });
  expect(floorNeeds({ rule: 'score', min_score: 0.3 }, 3)).toEqual({ limit: 3, withVectors: false });
  expect(floorNeeds(CROWDING, 10)).toEqual({ limit: 64, withVectors: true });
  expect(floorNeeds(CROWDING, 100)).toEqual({ limit: 100, withVectors: true });
});

it.each<[string, object]>([
  ['a rule that does not exist', { rule: 'high' }],
  ['a score above 1', { rule: 'score', min_score: 1.1 }],
  ['a slope below 0', { ...CROWDING, slope: -0.1 }],
  ['a rule with a part missing', { rule: 'crowding', min_score: 0.3, base: 0.1, slope: 0.6 }],
  ['a part that no rule has', { ...CROWDING, max_score: 0.6 }],
])('floorSchema refuses %s', (_, floor) => {
  expect(floorSchema.safeParse(floor).success).toBe(false);
  expect(floorSchema.safeParse(CROWDING).success).toBe(true);
});
