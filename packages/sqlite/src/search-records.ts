import type { Filter, Hit, SearchQuery, SearchResult } from '@qis/core';
import { Nearest } from '@qis/memory/index';
import type { LocalIndex } from './index/local-index.ts';
import type { RecordLog } from './log/record-log.ts';
import { recordOf, type StoredRecord } from './record-row.ts';
import { decodeVector } from './vector-blob.ts';

/** Neighbours asked for beyond the limit, so that a few that the filter refuses cost no second search. */
const MARGIN = 8;
/** Of these, how many are scored: the order of the graph is that of half precision, good to about four digits. */
const SPARE = 4;
/** Most neighbours that are asked of the index: for more, reading what the filter lets through is quicker. */
const WIDEST = 2_048;
/** How much wider the next search is where nothing has passed. */
const WIDENED = 8;

type ReadByKey = ReturnType<RecordLog['readerByKey']>;

/** What was read of the nearest records. */
interface Reading {
  readonly passing: readonly StoredRecord[];
  readonly unreadable: number;
  /** How many neighbours the index gave. */
  readonly seen: number;
}

/** The nearest records that pass, with scores computed from the stored vectors. Inside a transaction, after catching up. */
export function searchRecords(log: RecordLog, index: LocalIndex, query: SearchQuery): SearchResult {
  const given = query.vector as Float32Array;
  const vector = given.byteOffset === 0 ? given : given.slice();
  const { limit, filter, withVectors } = query;
  // The replies to a few packets are few: quicker read than looked for among the neighbours.
  const read = log.readerByKey(filter);
  for (let count = filter.inReplyTo ? Number.POSITIVE_INFINITY : limit + MARGIN; count <= WIDEST; ) {
    const { passing, unreadable, seen } = readNearest(read, index, vector, count, limit + SPARE);
    if (passing.length >= limit || seen < count) {
      return { hits: topHits(passing, vector, limit, withVectors), unreadable };
    }
    // Half as much again as the share that passed calls for, because the next ones may pass less often.
    const called = Math.ceil((1.5 * count * limit) / passing.length);
    count = Math.max(2 * count, Math.min(called, WIDENED * count));
  }
  const { passing, unreadable } = readPassing(log, read, vector, limit, filter);
  return { hits: topHits(passing, vector, limit, withVectors), unreadable };
}

function readNearest(
  read: ReadByKey,
  index: LocalIndex,
  vector: Float32Array,
  count: number,
  wanted: number,
): Reading {
  const passing: StoredRecord[] = [];
  let unreadable = 0;
  const nearest = index.nearest(vector, count);
  for (const { key } of nearest) {
    const row = read(key);
    if (!row) continue;
    const record = recordOf(row);
    if (!record) unreadable++;
    else if (passing.push(record) === wanted) break;
  }
  return { passing, unreadable, seen: nearest.length };
}

/** Exact, by reading every vector that the filter lets through. */
function readPassing(
  log: RecordLog,
  read: ReadByKey,
  query: Float32Array,
  limit: number,
  filter: Filter,
): Pick<Reading, 'passing' | 'unreadable'> {
  const nearest = new Nearest(limit);
  let unreadable = 0;
  for (const { key, vector } of log.passing(filter)) {
    const decoded = decodeVector(vector);
    if (decoded?.length === query.length) nearest.offer(key, cosine(decoded, query));
    else unreadable++;
  }
  const passing: StoredRecord[] = [];
  for (const { key } of nearest.sorted()) {
    const row = read(key);
    const record = row && recordOf(row);
    if (record) passing.push(record);
    else unreadable++;
  }
  return { passing, unreadable };
}

function topHits(
  records: readonly StoredRecord[],
  query: Float32Array,
  limit: number,
  withVectors = false,
): Hit[] {
  const hits = records.map(({ vector, ...record }) => ({
    ...record,
    ...(withVectors && { vector }),
    score: cosine(vector, query),
  }));
  return hits.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, limit);
}

/** Of two vectors of unit length, which holds to a float's precision only. */
function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return Math.max(-1, Math.min(1, sum));
}
