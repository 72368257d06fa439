import type { Measurement, Spread } from '../bench/measurement.ts';
import type { RoundTimes } from '../servers/race.ts';
import { median, ratioOf, spreadOf, timesOf } from '../statistics.ts';

/** Two contenders of a race whose times are compared, ours first. */
export interface Pair {
  readonly ours: string;
  readonly peer: string;
  readonly goal?: Measurement['goal'];
}

/** A race: what was done, over how many packets, and how long each call took. */
export interface Race {
  /** For instance `query`. */
  readonly what: string;
  readonly packets: number;
  /** Milliseconds. */
  readonly times: RoundTimes;
}

/** Median and 99th percentile of each contender. */
export function timeMeasurements({ what, packets, times }: Race): Measurement[] {
  return Object.entries(times).flatMap(([store, rounds]) => {
    const { p50, p99, samples } = timesOf(rounds.flat());
    const each = (
      name: string,
      value: number,
      figure: (round: readonly number[]) => number,
    ): Measurement => ({
      what: `${what} ${name}`,
      of: { store, packets },
      value,
      unit: 'ms',
      samples,
      spread: around(value, rounds.map(figure)),
      better: 'less',
    });
    return [each('p50', p50, median), each('p99', p99, (round) => timesOf(round).p99)];
  });
}

/** How much of the peer's time ours takes, by the medians. A pair of which one did not run gives none. */
export function ratioMeasurements({ what, packets, times }: Race, pairs: readonly Pair[]): Measurement[] {
  return pairs.flatMap(({ ours, peer, goal }) => {
    const [above, below] = [times[ours], times[peer]];
    if (!above || !below) return [];
    const { ratio, q1, q3 } = ratioOf(above, below, median);
    return {
      what: `${what} p50, ours over peer`,
      of: { ours, peer, packets },
      value: ratio,
      unit: 'ratio' as const,
      samples: above.length,
      spread: { low: Math.min(q1, ratio), high: Math.max(q3, ratio), kind: 'quartiles' as const },
      better: 'less' as const,
      ...(goal && { goal }),
    };
  });
}

/** How many packets a second, of calls with so many each. */
export function throughputMeasurements({ what, packets, times }: Race, rows: number): Measurement[] {
  return Object.entries(times).map(([store, rounds]) => {
    const perSecond = (calls: readonly number[]): number => (1_000 * rows) / median(calls);
    const value = perSecond(rounds.flat());
    return {
      what: `${what}, packets`,
      of: { store, packets },
      value,
      unit: 'per second',
      samples: rounds.flat().length,
      spread: around(value, rounds.map(perSecond)),
      better: 'more',
    };
  });
}

/** What is seen once: it has no spread. */
export function single(
  what: string,
  of: Measurement['of'],
  value: number,
  unit: Measurement['unit'],
): Measurement {
  return { what, of, value, unit, samples: 1, better: unit === 'share' ? 'more' : 'less' };
}

/** Quartiles of the rounds, widened to hold the figure of all rounds together. */
function around(value: number, rounds: readonly number[]): Spread {
  const { q1, q3 } = spreadOf(rounds);
  return { low: Math.min(q1, value), high: Math.max(q3, value), kind: 'quartiles' };
}
