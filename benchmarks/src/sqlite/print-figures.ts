import type { Ratio, Spread, Times } from '../statistics.ts';
import type { DepositFigures } from './deposits.ts';
import type { DiskFigures } from './disk.ts';
import type { LatencyFigures } from './latency.ts';
import type { MemoryFigures } from './memory.ts';
import type { OpeningsFigures } from './opening.ts';
import type { PrecisionFigures } from './precision.ts';
import type { RebuildFigures } from './rebuild.ts';

/** What each part measured. */
export interface Figures {
  readonly deposits?: DepositFigures;
  readonly batches?: DepositFigures;
  readonly precision?: readonly PrecisionFigures[];
  readonly rebuild?: RebuildFigures;
  readonly disk?: DiskFigures;
  readonly opening?: OpeningsFigures;
  readonly memory?: MemoryFigures | undefined;
  readonly latency?: readonly LatencyFigures[];
}

/** One row for each figure, with the target where there is one. */
export function printFigures(figures: Figures): void {
  for (const row of rowsOf(figures)) console.log(row);
}

function rowsOf(figures: Figures): string[] {
  const { deposits, batches, precision = [], rebuild, disk, opening, memory, latency = [] } = figures;
  return [
    ...(deposits ? depositRows('durable deposits one at a time', deposits, 0.8) : []),
    ...(batches ? depositRows('64 concurrent writes', batches, 0.6) : []),
    ...precision.map(precisionRow),
    ...(rebuild ? rebuildRows(rebuild) : []),
    ...(disk ? diskRows(disk) : []),
    ...(opening ? openingRows(opening) : []),
    ...(memory ? memoryRows(memory) : []),
    ...latency.flatMap(latencyRows),
  ];
}

function depositRows(
  title: string,
  { transport, bare, throughput }: DepositFigures,
  target: number,
): string[] {
  return [
    `${title}: ${times(transport)}`,
    ...Object.entries(bare).map(([schema, theirs]) => `  bare, ${schema}: ${times(theirs)}`),
    ...Object.entries(throughput).map(
      ([schema, { by_mean, by_median }]) =>
        `  throughput over bare, ${schema}: by mean ${ratio(by_mean)}; by median ${ratio(by_median)} (target ≥ ${target})`,
    ),
  ];
}

function precisionRow({ encoding, bytes_per_vector, recall, largest_score_error }: PrecisionFigures): string {
  return `vectors as ${encoding}: ${bytes_per_vector} bytes, recall@10 ${recall.toFixed(4)}, largest score error ${largest_score_error.toExponential(1)}`;
}

function rebuildRows({ build_s, before, during, after }: RebuildFigures): string[] {
  return [
    `index file built anew in ${build_s.toFixed(1)} s`,
    `  exact, nothing built: ${times(before)}`,
    `  exact, while it is built: ${times(during)}`,
    `  through it: ${times(after)}`,
  ];
}

function diskRows(disk: DiskFigures): string[] {
  const objects = Object.entries(disk.database_by_object).map(
    ([name, bytes]) => `${name} ${bytes.toFixed(0)}`,
  );
  return [
    `bytes a packet: ${disk.packet.toFixed(0)} as on the wire, database ${disk.database.toFixed(0)} (${objects.join(', ')}), ` +
      `index file ${disk.index_file.toFixed(0)}; write-ahead log at most ${(disk.wal_bytes / 1e6).toFixed(1)} MB in all`,
  ];
}

function openingRows({ with_snapshot, without_snapshot, empty, exact_share }: OpeningsFigures): string[] {
  const row = (
    title: string,
    { open_to_answer, spawn_to_answer }: OpeningsFigures['empty'],
    target: string,
  ): string =>
    `open to first answer, ${title}: ${spread(open_to_answer, 0)} ms${target}; from spawn ${spread(spawn_to_answer, 0)} ms`;
  return [
    row('with a snapshot', with_snapshot, ' (target ≤ 500)'),
    row('without', without_snapshot, ' (target ≤ 2000)'),
    row('empty store', empty, ''),
    `  without a snapshot ${(100 * exact_share).toFixed(0)}% of the answers are those of exact search`,
  ];
}

function memoryRows(memory: MemoryFigures): string[] {
  const row = (title: string, { total, anonymous, files }: MemoryFigures['one_full']): string =>
    `  ${title}: ${total.toFixed(1)} MB, of that anonymous ${anonymous.toFixed(1)}, files ${files.toFixed(1)}`;
  return [
    `memory that the packets add (PSS): ${spread(memory.added_to_one, 1)} MB to one process, ${spread(memory.added_to_ten, 1)} MB to ten: × ${spread(memory.ratio, 2)} (target ≤ 3)`,
    row('one, empty', memory.one_empty),
    row('one, full', memory.one_full),
    row('ten, empty', memory.ten_empty),
    row('ten, full', memory.ten_full),
  ];
}

function latencyRows({ packets, filter, memory, sqlite, ratio: ratioOfMedians }: LatencyFigures): string[] {
  return [
    `search for ten of ${packets}, filter ${filter}: SQLite over memory ${ratio(ratioOfMedians)}${filter === 'none' ? ' (target ≤ 1.3)' : ''}`,
    ...Object.entries({ memory, sqlite }).map(
      ([name, { index, search, recall }]) =>
        `  ${name.padEnd(6)} ${String(index).padEnd(5)} ${times(search)}, recall@10 ${recall.toFixed(4)}`,
    ),
  ];
}

function times({ p50, p90, p99, mean, max }: Times): string {
  const cells = Object.entries({ p50, p90, p99, mean, max }).map(([name, ms]) => `${name} ${ms.toFixed(3)}`);
  return `${cells.join(', ')} ms`;
}

function ratio({ ratio: whole, ...rounds }: Ratio): string {
  return `${whole.toFixed(2)}, in rounds ${spread(rounds, 2)}`;
}

function spread({ q1, median, q3 }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${q1.toFixed(digits)} to ${q3.toFixed(digits)})`;
}
