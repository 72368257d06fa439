import { z } from 'zod';
import { CROWD, crowding } from './crowding.ts';
import { OutcomeError } from './errors.ts';
import type { Hit } from './transport.ts';

/**
 * An embedder's rule for "nothing known", as plain JSON: it crosses HTTP and can be stored beside the fingerprint.
 * Scores are cosines, -1 to 1. `none` keeps every hit; `score` keeps hits of at least `min_score`.
 *
 * `crowding` asks for more where the store is full: a hit is kept from `min_score` on, or from
 * `base + slope × crowding` where that is higher. In a full store something is always near, so a request that nobody
 * has met scores as high as a right hit in a young store; but what it finds lies closer to each other than to it.
 */
export type Floor =
  | { readonly rule: 'none' }
  | { readonly rule: 'score'; readonly min_score: number }
  | {
      readonly rule: 'crowding';
      readonly min_score: number;
      readonly base: number;
      /** Not negative. */
      readonly slope: number;
      /** From here on two packets' problems count as the same one, told again. */
      readonly repeat_score: number;
    };

/** What a floor needs of a hit. */
export type FloorCandidate = Pick<Hit, 'score' | 'vector'>;

const cosine = z.number().min(-1).max(1);

/** Reads a floor that came over a wire or from a caller. */
export const floorSchema: z.ZodType<Floor> = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('none') }),
  z.strictObject({ rule: z.literal('score'), min_score: cosine }),
  z.strictObject({
    rule: z.literal('crowding'),
    min_score: cosine,
    base: cosine,
    slope: z.number().min(0),
    repeat_score: cosine,
  }),
]);

/** How to search where this floor decides: how many candidates for `topK` hits, and whether with their vectors. */
export function floorNeeds(floor: Floor, topK: number): { limit: number; withVectors: boolean } {
  const crowded = floor.rule === 'crowding';
  return { limit: crowded ? Math.max(topK, CROWD) : topK, withVectors: crowded };
}

/**
 * How many of the leading hits are relevant.
 * @param candidates by descending score, as many as {@link floorNeeds} says or all that there are.
 * @throws OutcomeError `INVALID_QUERY` where the rule needs vectors and a candidate has none.
 */
export function hitsAboveFloor(floor: Floor, candidates: readonly FloorCandidate[]): number {
  if (floor.rule === 'none') return candidates.length;
  const minScore = leastScore(floor, candidates);
  const firstBelow = candidates.findIndex(({ score }) => score < minScore);
  return firstBelow === -1 ? candidates.length : firstBelow;
}

function leastScore(floor: Exclude<Floor, { rule: 'none' }>, candidates: readonly FloorCandidate[]): number {
  if (floor.rule === 'score') return floor.min_score;
  const { min_score, base, slope, repeat_score } = floor;
  const vectors = candidates.slice(0, CROWD).map(({ vector }) => {
    if (vector) return vector;
    const message = 'The floor looks at how near hits lie to each other: search with vectors.';
    throw new OutcomeError('INVALID_QUERY', message, { field: 'floor' });
  });
  return Math.max(min_score, base + slope * crowding(vectors, repeat_score));
}
