import type { Encounter } from './encounter.ts';

/** A quantity at a number of agents. */
export interface Point {
  readonly agents: number;
  readonly value: number;
}

/** What growth is set beside: the last counts the pairs of agents. */
export type Law = 'N' | 'N log N' | 'N²' | 'N(N−1)/2';

export const LAWS: Readonly<Record<Law, (agents: number) => number>> = {
  N: (agents) => agents,
  'N log N': (agents) => agents * Math.log2(agents),
  'N²': (agents) => agents ** 2,
  'N(N−1)/2': (agents) => (agents * (agents - 1)) / 2,
};

/**
 * The b of value = a·N^b that fits best, by least squares of logarithms. Points of zero have none and are left out; NaN
 * where fewer than two are left.
 */
export function exponentOf(points: readonly Point[]): number {
  const logs = points
    .filter(({ value }) => value > 0)
    .map(({ agents, value }) => ({ x: Math.log(agents), y: Math.log(value) }));
  if (logs.length < 2) return Number.NaN;
  const mean = (of: (log: { x: number; y: number }) => number): number =>
    logs.reduce((sum, log) => sum + of(log), 0) / logs.length;
  const [x, y] = [mean((log) => log.x), mean((log) => log.y)];
  return mean((log) => (log.x - x) * (log.y - y)) / mean((log) => (log.x - x) ** 2);
}

/** How far a law is off at its best scale: the factor by which it misses a point, 1 or more (root mean square of logarithms). */
export function misfitOf(points: readonly Point[], law: Law): number {
  const logs = logRatios(points, law);
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return Math.exp(Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length));
}

/** The law at its best scale for these points. */
export function curveOf(points: readonly Point[], law: Law): readonly Point[] {
  const logs = logRatios(points, law);
  const scale = Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
  return points.map(({ agents }) => ({ agents, value: scale * LAWS[law](agents) }));
}

function logRatios(points: readonly Point[], law: Law): readonly number[] {
  return points
    .filter(({ value }) => value > 0)
    .map(({ agents, value }) => Math.log(value / LAWS[law](agents)));
}

/** Encounters in which the first hit was right and another's, for each fleet. */
export function exchangesOf(encounters: readonly Encounter[], fleets: number): number {
  return encounters.filter(({ exchange }) => exchange !== undefined).length / fleets;
}

/** Pairs of agents of whom one was of use to the other, for each fleet. */
export function exchangingPairsOf(encounters: readonly Encounter[], fleets: number): number {
  const pairs = new Set(encounters.flatMap(({ exchange }) => exchange ?? []));
  return pairs.size / fleets;
}
