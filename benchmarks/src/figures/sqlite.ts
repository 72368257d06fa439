import { count, table } from './markdown.ts';

interface Spread {
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
}

interface Ratio extends Spread {
  readonly ratio: number;
}

interface Latency {
  readonly packets: number;
  readonly filter: string;
  readonly memory: { readonly search: { readonly p50: number }; readonly recall: number };
  readonly sqlite: { readonly search: { readonly p50: number }; readonly recall: number };
  readonly ratio: Ratio;
}

/** The parts of `benchmarks/results/sqlite.json` that documents cite. */
export interface SqliteRecord {
  readonly deposits: {
    readonly throughput: Readonly<Record<'key_only' | 'unique_id', { readonly by_median: Ratio }>>;
  };
  readonly batches: { readonly throughput: { readonly same_schema: { readonly by_median: Ratio } } };
  readonly latency: readonly Latency[];
  readonly opening: Readonly<
    Record<'with_snapshot' | 'without_snapshot', { readonly open_to_answer: Spread }>
  >;
  readonly memory: { readonly ratio: Spread; readonly added_to_one: Spread; readonly added_to_ten: Spread };
  readonly rebuild: { readonly build_s: number };
  readonly disk: { readonly packet: number; readonly database: number; readonly index_file: number };
  readonly precision: readonly {
    readonly encoding: string;
    readonly bytes_per_vector: number;
    readonly recall: number;
    readonly largest_score_error: number;
  }[];
}

/** What the project has set itself, and what came of it. */
export function goalTable(record: SqliteRecord): string {
  const { deposits, batches, opening, memory, rebuild, disk } = record;
  return table(
    ['what', 'figure', 'goal'],
    [
      [
        'durable deposits one at a time, of a bare insert without any index',
        ratio(deposits.throughput.key_only.by_median),
        '≥ 0.8',
      ],
      ['the same, of a bare insert with a unique id', ratio(deposits.throughput.unique_id.by_median), ''],
      [
        '64 deposits at once, of a bare transaction of the same schema',
        ratio(batches.throughput.same_schema.by_median),
        '≥ 0.6',
      ],
      ['query at 100,000, times the memory transport’s', ratio(unfiltered(record, 100_000).ratio), '≤ 1.3'],
      [
        'open to first answer at 100,000, with an index file',
        milliseconds(opening.with_snapshot.open_to_answer),
        '≤ 500 ms',
      ],
      ['the same without, exactly', milliseconds(opening.without_snapshot.open_to_answer), '≤ 2,000 ms'],
      [
        'memory that 100,000 packets add to ten processes, times what they add to one',
        `${memory.ratio.median.toFixed(2)} (${memory.added_to_ten.median.toFixed(0)} MB, ${memory.added_to_one.median.toFixed(0)} MB)`,
        '≤ 3',
      ],
      ['building the index file of 100,000 from nothing', `${rebuild.build_s.toFixed(0)} s`, ''],
      [
        'bytes on disk a packet: database, index file',
        `${disk.database.toFixed(0)}, ${disk.index_file.toFixed(0)}`,
        '',
      ],
    ],
  );
}

/** Median milliseconds of a search, and how much of the exact answer it finds. */
export function latencyTable({ latency }: SqliteRecord): string {
  return table(
    ['packets', 'filter', 'memory', 'sqlite', 'memory, recall', 'sqlite, recall'],
    latency.map(({ packets, filter, memory, sqlite }) => [
      count(packets),
      filter,
      memory.search.p50.toFixed(2),
      sqlite.search.p50.toFixed(2),
      memory.recall.toFixed(3),
      sqlite.recall.toFixed(3),
    ]),
  );
}

/** What a vector loses by the way it is stored. */
export function precisionTable({ precision }: SqliteRecord): string {
  return table(
    ['stored as', 'bytes for 256 numbers', 'recall', 'error'],
    precision.map(({ encoding, bytes_per_vector, recall, largest_score_error }) => [
      encoding,
      bytes_per_vector,
      recall.toFixed(4),
      largest_score_error.toPrecision(2),
    ]),
  );
}

function unfiltered({ latency }: SqliteRecord, packets: number): Latency {
  const found = latency.find((each) => each.packets === packets && each.filter === 'none');
  if (!found) throw new Error(`The record has no search of ${packets} packets.`);
  return found;
}

function ratio({ ratio: whole, q1, q3 }: Ratio): string {
  return `${whole.toFixed(2)} (${q1.toFixed(2)} to ${q3.toFixed(2)})`;
}

function milliseconds({ median }: Spread): string {
  return `${median.toFixed(0)} ms`;
}
