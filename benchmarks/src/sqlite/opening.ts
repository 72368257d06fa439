import Database from 'better-sqlite3';
import { type Spread, shuffled, spreadOf } from '../statistics.ts';
import { decodeInt16 } from './encodings.ts';
import { ExactSearch, requireNative } from './exact.ts';
import { Reader, type ReaderReport, writeQueries } from './reader.ts';
import { openStore, type Stores } from './stores.ts';

interface OpeningFigures {
  /** Milliseconds from `open` to the first answer. */
  readonly open_to_answer: Spread;
  /** Milliseconds from the spawn of the process, which runs from source, to the first answer. */
  readonly spawn_to_answer: Spread;
  /** What answered. */
  readonly index: unknown;
}

export interface OpeningsFigures {
  readonly rounds: number;
  readonly with_snapshot: OpeningFigures;
  readonly without_snapshot: OpeningFigures;
  /** A store without packets: what the process itself costs. */
  readonly empty: OpeningFigures;
  /** Share of first answers without a snapshot that are those of exact search over the stored vectors. */
  readonly exact_share: number;
}

const ROUNDS = 12;
const KINDS = ['with_snapshot', 'without_snapshot', 'empty'] as const;
type Kind = (typeof KINDS)[number];

/** A fresh process opens a store and answers. */
export async function measureOpening(
  stores: Stores,
  queries: readonly Float32Array[],
  indexed: string,
): Promise<OpeningsFigures> {
  const file = stores.path('opening-queries.f32');
  writeQueries(file, queries.slice(0, ROUNDS));
  const paths: Record<Kind, string> = {
    with_snapshot: indexed,
    without_snapshot: await stores.unindexed(),
    empty: stores.path('opening-empty.db'),
  };
  await (await openStore(paths.empty, stores.fingerprint)).close();
  const reports: Record<Kind, ReaderReport[]> = { with_snapshot: [], without_snapshot: [], empty: [] };
  for (const kind of KINDS) await (await Reader.start(paths[kind], file, 0, 1)).stop(); // files into the page cache
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of shuffled(KINDS)) {
      const reader = await Reader.start(paths[kind], file, round, 1);
      reports[kind].push(reader.report);
      await reader.stop();
    }
  }
  return {
    rounds: ROUNDS,
    with_snapshot: figuresOf(reports.with_snapshot, 'hnsw'),
    without_snapshot: figuresOf(reports.without_snapshot, 'exact'),
    empty: figuresOf(reports.empty, 'exact'),
    exact_share: await exactShare(paths.without_snapshot, reports.without_snapshot, queries),
  };
}

function figuresOf(reports: readonly ReaderReport[], index: 'hnsw' | 'exact'): OpeningFigures {
  if (reports.some((report) => report.index !== index))
    throw new Error(`A store answered by ${String(reports[0]?.index)}, ${index} was to be measured.`);
  return {
    open_to_answer: spreadOf(reports.map(({ first_answer_ms }) => first_answer_ms)),
    spawn_to_answer: spreadOf(reports.map(({ spawn_to_answer_ms }) => spawn_to_answer_ms)),
    index,
  };
}

async function exactShare(
  path: string,
  reports: readonly ReaderReport[],
  queries: readonly Float32Array[],
): Promise<number> {
  const db = new Database(path, { readonly: true });
  const rows = db.prepare('SELECT id, vector FROM record').all() as { id: string; vector: Uint8Array }[];
  db.close();
  const positionOf = new Map(rows.map(({ id }, at) => [id, at]));
  const exact = new ExactSearch(
    await requireNative(),
    rows.map(({ vector }) => decodeInt16(vector)),
  );
  const right = reports.filter(({ ids }, round) => {
    const found = ids.map((id) => positionOf.get(id) as number);
    return exact.recallOf(found, queries[round] as Float32Array) === 1;
  });
  return right.length / reports.length;
}
