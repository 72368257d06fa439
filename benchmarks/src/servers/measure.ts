import type { OutcomeRecord } from '@qis/core';
import { NOW } from '../crossover/real-text.ts';
import { ExactSearch, requireNative } from '../sqlite/exact.ts';
import { mean, median, type Ratio, ratioOf, type Times, timesOf } from '../statistics.ts';
import { type RoundTimes, race } from './race.ts';
import { BATCH, type Side } from './side.ts';

export interface RaceFigures {
  /** Milliseconds of one call, by contender. */
  readonly times: Readonly<Record<string, Times>>;
  /** Median of the first over median of the second. */
  readonly ratios: Readonly<Record<string, Ratio>>;
}

export interface SearchFigures extends RaceFigures {
  readonly packets: number;
  /** Recall@10 against exact search, 0 to 1, by contender. */
  readonly recall: Readonly<Record<string, number>>;
}

export interface WriteFigures extends RaceFigures {
  readonly what: string;
  /** Records in one call. */
  readonly rows: number;
}

interface WriteKind {
  readonly what: string;
  readonly rows: number;
  readonly calls: number;
  /** Whether the records of one call have one timestamp, as those of one deposit. */
  readonly atOnce: boolean;
}

const ROUNDS = 10;
const WARM_UP = 20;
const WRITES: readonly WriteKind[] = [
  { what: 'deposits of one packet', rows: 1, calls: 220, atOnce: true },
  { what: 'deposits of many at once', rows: BATCH, calls: 54, atOnce: true },
  { what: 'copies, each with its own timestamp', rows: BATCH, calls: 54, atOnce: false },
];

/** Searches for ten live packets of so many. */
export async function measureSearches(
  { searches }: Side,
  records: readonly OutcomeRecord[],
  queries: readonly Float32Array[],
  pairs: readonly Pair[],
): Promise<SearchFigures> {
  const exact = new ExactSearch(
    await requireNative(),
    records.map(({ vector }) => vector as Float32Array),
  );
  const positionOf = new Map(records.map(({ id }, at) => [id, at]));
  const recalls: Record<string, number[]> = {};
  const options = { warmUp: WARM_UP, rounds: ROUNDS };
  const times = await race(searches, queries, options, (name, query, ids) => {
    const found = ids.map((id) => positionOf.get(id) as number);
    recalls[name] ??= [];
    recalls[name].push(exact.recallOf(found, query));
  });
  const recall = Object.fromEntries(Object.entries(recalls).map(([name, all]) => [name, mean(all)]));
  return { packets: records.length, ...figuresOf(times, pairs), recall };
}

/** Deposits and copies into collections that begin empty. */
export async function measureWrites(
  side: Side,
  records: readonly OutcomeRecord[],
  pairs: readonly Pair[],
): Promise<readonly WriteFigures[]> {
  const contenders = await side.writes(WRITES.flatMap((kind, at) => recordsOf(records, kind, at)));
  const figures: WriteFigures[] = [];
  let first = 0;
  for (const { what, rows, calls } of WRITES) {
    const work = Array.from({ length: calls }, (_, call) => first + call * rows);
    first += calls * rows;
    const writers = Object.fromEntries(
      Object.entries(contenders).map(([name, write]) => [name, (at: number) => write(at, rows)]),
    );
    const warmUp = Math.ceil(WARM_UP / rows) + 3;
    figures.push({ what, rows, ...figuresOf(await race(writers, work, { warmUp, rounds: ROUNDS }), pairs) });
  }
  return figures;
}

/** The records of one kind of write, behind those of the kinds before it. */
function recordsOf(records: readonly OutcomeRecord[], kind: WriteKind, at: number): OutcomeRecord[] {
  const { rows, calls, atOnce } = kind;
  const from = WRITES.slice(0, at).reduce((sum, before) => sum + before.rows * before.calls, 0);
  const own = records.slice(from, from + rows * calls);
  if (!atOnce) return own;
  return own.map((record, n) => {
    const timestamp = NOW - calls + Math.floor(n / rows);
    const packet = { ...record.packet, timestamp };
    return { ...record, packet, expires_at: timestamp + packet.ttl };
  });
}

/** How many records {@link measureWrites} needs. */
export const RECORDS_WRITTEN: number = WRITES.reduce((sum, { rows, calls }) => sum + rows * calls, 0);

/** Two contenders whose medians are compared. */
export type Pair = readonly [above: string, below: string];

/** What is compared where a server has both. */
export const PAIRS: readonly Pair[] = [
  ['transport', 'client'],
  ['transport', 'client without the filter'],
  ['transport, REST', 'client, REST'],
  ['transport, REST', 'client, REST uncompressed'],
  ['transport, gRPC', 'client, gRPC'],
  ['transport, gRPC', 'transport, REST'],
];

function figuresOf(times: RoundTimes, pairs: readonly Pair[]): RaceFigures {
  const of = (name: string): number[][] => times[name] ?? [];
  return {
    times: Object.fromEntries(Object.keys(times).map((name) => [name, timesOf(of(name).flat())])),
    ratios: Object.fromEntries(
      pairs
        .filter(([above, below]) => times[above] && times[below])
        .map(([above, below]) => [`${above} / ${below}`, ratioOf(of(above), of(below), median)]),
    ),
  };
}
