import type { SizeFigures } from '../crossover/measure.ts';
import { count, table } from './markdown.ts';

/** The parts of `benchmarks/results/crossover.json` that documents cite. */
export interface CrossoverRecord {
  readonly sizes: readonly SizeFigures[];
}

const CITED = [1_000, 10_000, 100_000];

/** Median milliseconds of a search. */
export function searchTable({ sizes }: CrossoverRecord): string {
  return table(
    ['packets', 'exact (usearch)', 'HNSW', 'exact (TypeScript)'],
    sizes
      .filter(({ packets }) => CITED.includes(packets))
      .map(({ packets, exact, hnsw, plain }) => [
        count(packets),
        ...[exact, hnsw, plain].map(({ p50 }) => p50.toFixed(2)),
      ]),
  );
}
