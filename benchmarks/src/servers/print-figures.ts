import type { Ratio, Times } from '../statistics.ts';
import type { LoadFigures } from './load.ts';
import type { RaceFigures, SearchFigures, WriteFigures } from './measure.ts';

export function printSearch(figures: SearchFigures): void {
  const { packets, recall } = figures;
  console.log(`search for ten live ones of ${packets} (target: transport / client ≤ 1.10)`);
  print(figures, (name) => `, recall@10 ${(recall[name] ?? Number.NaN).toFixed(4)}`);
}

export function printWrite(figures: WriteFigures): void {
  const target = figures.rows > 1 ? ' (target: transport / client ≤ 1.15)' : '';
  console.log(`${figures.what}, ${figures.rows} in a call${target}`);
  print(figures, () => '');
}

export function printLoad({ transport, callers, searches, deposits, search, deposit }: LoadFigures): void {
  console.log(
    `${transport}, ${callers} callers: ${searches.toFixed(0)} searches/s (${line(search)}), ${deposits.toFixed(0)} deposits/s (${line(deposit)})`,
  );
}

function print({ times, ratios }: RaceFigures, more: (name: string) => string): void {
  for (const [name, each] of Object.entries(times))
    console.log(`  ${name.padEnd(26)}${line(each)}${more(name)}`);
  for (const [name, each] of Object.entries(ratios)) console.log(`  ${name}: ${ratio(each)}`);
}

function line({ p50, p90, p99, mean, max }: Times): string {
  const cells = Object.entries({ p50, p90, p99, mean, max }).map(([name, ms]) => `${name} ${ms.toFixed(2)}`);
  return `${cells.join(', ')} ms`;
}

function ratio({ ratio: whole, q1, median, q3 }: Ratio): string {
  return `${whole.toFixed(3)}, in rounds ${median.toFixed(3)} (${q1.toFixed(3)} to ${q3.toFixed(3)})`;
}
