import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Size {
  readonly packets: number;
  readonly exact: { readonly p50: number };
  readonly hnsw: { readonly p50: number };
  readonly plain: { readonly p50: number };
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

test('the README gives the recorded figures', () => {
  const record = JSON.parse(read('../../../benchmarks/results/crossover.json'));
  const readme = read('../README.md');
  const sizes: readonly Size[] = record.sizes;
  for (const { packets, exact, hnsw, plain } of sizes.filter((size) =>
    [1_000, 10_000, 100_000].includes(size.packets),
  )) {
    const cells = [exact.p50, hnsw.p50, plain.p50].map((milliseconds) => milliseconds.toFixed(2));
    expect(readme).toContain(`| ${packets} | ${cells.join(' | ')} |`);
  }
  expect(readme).toContain(`from about ${record.crossover_packets} packets`);
});
