import { z } from 'zod';

/**
 * An embedder's rule for "nothing known", as plain JSON: it crosses HTTP and can be stored beside the fingerprint.
 * `none` keeps every hit; `score` keeps hits whose cosine is at least `min_score` (-1 to 1).
 */
export type Floor = { readonly rule: 'none' } | { readonly rule: 'score'; readonly min_score: number };

/** Reads a floor that came over a wire or from a caller. */
export const floorSchema: z.ZodType<Floor> = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('none') }),
  z.strictObject({ rule: z.literal('score'), min_score: z.number().min(-1).max(1) }),
]);

/** How many of the leading hits are relevant, given the scores of all candidates in descending order. */
export function hitsAboveFloor(floor: Floor, scores: readonly number[]): number {
  switch (floor.rule) {
    case 'none':
      return scores.length;
    case 'score': {
      const firstBelow = scores.findIndex((score) => score < floor.min_score);
      return firstBelow === -1 ? scores.length : firstBelow;
    }
  }
}
