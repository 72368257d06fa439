import type { Spread } from './bench/measurement.ts';
import { seededRandom } from './synthesis/random.ts';

const RESAMPLES = 500;
const SEED = 7;

/** What a figure of groups (rounds, seeds, labels) would be with other groups of the kind: 95% of a bootstrap. */
export function bootstrap<T>(groups: readonly T[], figure: (groups: readonly T[]) => number): Spread {
  const random = seededRandom(SEED);
  const drawn = Array.from({ length: RESAMPLES }, () =>
    figure(groups.map(() => groups[Math.floor(random() * groups.length)] as T)),
  ).sort((a, b) => a - b);
  const at = (share: number): number => drawn[Math.round(share * (RESAMPLES - 1))] as number;
  return { low: at(0.025), high: at(0.975), kind: '95%' };
}
