import { crowding, type Floor } from '@qis/core';
import type { Found, ThinnedStores } from './stores.ts';

/** Of the right first hits, what a fit keeps at every thinning: 95% are promised, and other questions differ a little. */
export const KEPT = 0.955;

/** Lower would take other problems for repeats, higher takes one wording with another ending for two: see decision 10. */
const REPEAT_SCORE = 0.8;
const MIN_SCORES = range(0.24, 0.42, 0.005);
const BASES = range(0, 0.3, 0.005).toReversed();
const SLOPES = range(0.2, 1, 0.025);

type CrowdingFloor = Extract<Floor, { rule: 'crowding' }>;

/** What the rule sees of a question. */
interface Seen {
  readonly first: Float64Array;
  readonly crowding: Float64Array;
}

/**
 * The floor that answers the fewest unknown questions, on average over the thinnings, of those that keep {@link KEPT} of
 * the right first hits at each. By trying a grid.
 */
export function fitCrowding(stores: readonly ThinnedStores[]): CrowdingFloor {
  const seen = stores.map(({ right, unknown }) => ({ right: see(right), unknown: see(unknown) }));
  let best: CrowdingFloor | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const min_score of MIN_SCORES) {
    for (const slope of SLOPES) {
      // The highest that keeps enough: a lower one answers no fewer.
      const base = BASES.find((each) => {
        const floor = crowdingFloor(min_score, each, slope);
        return seen.every(({ right }) => share(floor, right) >= KEPT);
      });
      if (base === undefined) continue;
      const floor = crowdingFloor(min_score, base, slope);
      const answered = seen.reduce((sum, { unknown }) => sum + share(floor, unknown), 0);
      if (answered >= fewest) continue;
      fewest = answered;
      best = floor;
    }
  }
  if (!best) throw new Error(`No floor of the grid keeps ${KEPT} of the right first hits at each thinning.`);
  return best;
}

/** The highest score, in steps of 0.01, that keeps {@link KEPT} of the right first hits at each thinning. */
export function fitScore(stores: readonly ThinnedStores[]): Extract<Floor, { rule: 'score' }> {
  const least = stores.map(({ right }) => {
    const first = right.map((found) => found[0]?.score ?? -1).sort((a, b) => b - a);
    return first[Math.ceil(KEPT * first.length) - 1] ?? -1;
  });
  return { rule: 'score', min_score: Math.floor(Math.min(...least) * 100) / 100 };
}

function see(questions: readonly Found[]): Seen {
  return {
    first: Float64Array.from(questions, (found) => found[0]?.score ?? -1),
    crowding: Float64Array.from(questions, (found) =>
      crowding(
        found.map(({ vector }) => vector as Float32Array),
        REPEAT_SCORE,
      ),
    ),
  };
}

function crowdingFloor(min_score: number, base: number, slope: number): CrowdingFloor {
  return { rule: 'crowding', min_score, base, slope, repeat_score: REPEAT_SCORE };
}

/** Of the questions, those whose first hit is kept. As {@link hitsAboveFloor} decides, by what was computed once. */
function share({ min_score, base, slope }: CrowdingFloor, { first, crowding: crowded }: Seen): number {
  let kept = 0;
  for (let i = 0; i < first.length; i++) {
    if ((first[i] as number) >= Math.max(min_score, base + slope * (crowded[i] as number))) kept++;
  }
  return kept / first.length;
}

function range(from: number, to: number, step: number): readonly number[] {
  const count = Math.round((to - from) / step) + 1;
  return Array.from({ length: count }, (_, i) => Number((from + i * step).toFixed(4)));
}
