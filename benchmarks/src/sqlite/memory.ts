import { readFileSync } from 'node:fs';
import { platform } from 'node:os';
import { type Spread, shuffled, spreadOf } from '../statistics.ts';
import { collectGarbage } from './collect-garbage.ts';
import { Reader, writeQueries } from './reader.ts';
import { indexFiles, openStore, type Stores } from './stores.ts';

/** Proportional set size, in megabytes: a page that n processes share counts 1/n for each. */
interface Resident {
  readonly total: number;
  /** Heap and stack. */
  readonly anonymous: number;
  /** Mapped files: programs, the index file. */
  readonly files: number;
}

export interface MemoryFigures {
  readonly rounds: number;
  readonly queries_each: number;
  readonly one_empty: Resident;
  readonly one_full: Resident;
  readonly ten_empty: Resident;
  readonly ten_full: Resident;
  /** What the packets add to one process and to ten, in megabytes. */
  readonly added_to_one: Spread;
  readonly added_to_ten: Spread;
  readonly ratio: Spread;
}

const ROUNDS = 5;
/** So many that the page cache of SQLite is as full as it gets. */
const QUERIES_EACH = 500;
const TEN = 10;
const MB = 1_000_000;

/** Undefined where the system does not tell. */
export async function measureMemory(
  stores: Stores,
  queries: readonly Float32Array[],
  indexed: string,
): Promise<MemoryFigures | undefined> {
  if (platform() !== 'linux') {
    console.error(`NO MEMORY FIGURES: ${platform()} has no /proc/PID/smaps_rollup. Measure them on Linux.`);
    return undefined;
  }
  await assertNotMapped(indexed);
  const file = stores.path('memory-queries.f32');
  writeQueries(file, queries);
  const empty = stores.path('memory-empty.db');
  await (await openStore(empty, stores.fingerprint)).close();
  const measure = (path: string, processes: number) => residentOf(path, processes, file, queries.length);
  const kinds = {
    one_empty: () => measure(empty, 1),
    one_full: () => measure(indexed, 1),
    ten_empty: () => measure(empty, TEN),
    ten_full: () => measure(indexed, TEN),
  };
  type Kind = keyof typeof kinds;
  const seen: Record<Kind, Resident[]> = { one_empty: [], one_full: [], ten_empty: [], ten_full: [] };
  for (let round = 0; round < ROUNDS; round++)
    for (const kind of shuffled(Object.keys(kinds) as Kind[])) seen[kind].push(await kinds[kind]());
  const added = (full: Kind, bare: Kind): number[] =>
    seen[full].map(({ total }, round) => total - (seen[bare][round] as Resident).total);
  const one = added('one_full', 'one_empty');
  const ten = added('ten_full', 'ten_empty');
  return {
    rounds: ROUNDS,
    queries_each: QUERIES_EACH,
    one_empty: middle(seen.one_empty),
    one_full: middle(seen.one_full),
    ten_empty: middle(seen.ten_empty),
    ten_full: middle(seen.ten_full),
    added_to_one: spreadOf(one),
    added_to_ten: spreadOf(ten),
    ratio: spreadOf(ten.map((megabytes, round) => megabytes / (one[round] as number))),
  };
}

/** The sum over so many processes, all of them alive and each with its queries answered. */
async function residentOf(path: string, processes: number, file: string, queries: number): Promise<Resident> {
  const readers: Reader[] = [];
  try {
    for (let at = 0; at < processes; at++) {
      const first = (at * QUERIES_EACH) % (queries - QUERIES_EACH + 1);
      readers.push(await Reader.start(path, file, first, QUERIES_EACH));
    }
    const each = readers.map(({ pid }) => readResident(pid));
    const sum = (figure: keyof Resident): number => each.reduce((total, one) => total + one[figure], 0);
    return { total: sum('total'), anonymous: sum('anonymous'), files: sum('files') };
  } finally {
    for (const reader of readers) await reader.stop();
  }
}

function readResident(pid: number): Resident {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const megabytes = (name: string): number =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]) * 1_024) / MB;
  return { total: megabytes('Pss'), anonymous: megabytes('Pss_Anon'), files: megabytes('Pss_File') };
}

function middle(seen: readonly Resident[]): Resident {
  const of = (figure: keyof Resident): number => spreadOf(seen.map((one) => one[figure])).median;
  return { total: of('total'), anonymous: of('anonymous'), files: of('files') };
}

/** A mapping of this process would take its share of what the others are charged for. */
async function assertNotMapped(indexed: string): Promise<void> {
  await collectGarbage();
  const maps = readFileSync('/proc/self/maps', 'utf8');
  if (indexFiles(indexed).some((file) => maps.includes(file)))
    throw new Error('This process still maps the index file: what others hold of it cannot be measured.');
}
