import { dot } from './dot.ts';

/** How many of the nearest packets are looked at. A young store has fewer; those that are missing count as far from all. */
export const CROWD = 64;

/** Of fewer different packets than this nothing can be told: those that are missing count as far from all. */
const LEAST = 16;

/**
 * How near the packets around a question lie to each other: the mean over the nearest {@link CROWD} of the cosine to the
 * nearest other one, 0 (apart, or few) to 1. Packets that repeat a nearer one are left out: fifty agents with the same
 * problem do not make a crowd.
 * @param vectors of unit length, by descending score; the first {@link CROWD} count.
 * @param repeatScore cosine from which on one repeats another.
 */
export function crowding(vectors: readonly Float32Array[], repeatScore: number): number {
  const seen = vectors.slice(0, CROWD);
  const different: Float32Array[] = [];
  const nearest = new Float64Array(CROWD);
  const cosines = new Float64Array(CROWD);
  for (const vector of seen) {
    const count = different.length;
    let best = 0;
    for (let i = 0; i < count; i++) {
      cosines[i] = dot(vector, different[i] as Float32Array);
      best = Math.max(best, cosines[i] as number);
    }
    if (count > 0 && best >= repeatScore) continue;
    for (let i = 0; i < count; i++) nearest[i] = Math.max(nearest[i] as number, cosines[i] as number);
    nearest[count] = best;
    different.push(vector);
  }
  const repeats = seen.length - different.length;
  return nearest.reduce((sum, cosine) => sum + cosine, 0) / Math.max(LEAST, CROWD - repeats);
}
