import type { Filter, Hit, SearchQuery, SearchResult } from '@qis/core';
import { Nearest, type Neighbour } from '@qis/memory/index';
import type { LocalIndex } from './index/local-index.ts';
import type { RecordLog } from './log/record-log.ts';
import { bareRecordOf, recordOf } from './record-row.ts';
import { decodeVector } from './vector-blob.ts';

/** Neighbours asked for beyond the limit, so that a few that the filter refuses cost no second search. */
const MARGIN = 8;
/** Of these, how many more are scored where the order is that of the graph: half precision, good to about four digits. */
const SPARE = 4;
/** Most neighbours that are asked of the index: for more, reading what the filter lets through is quicker. */
const WIDEST = 2_048;
/** How much wider the next search is where nothing has passed. */
const WIDENED = 8;

/** What a neighbour is once it is read: undefined where the filter refuses it, null where it cannot be read. */
type ReadHit = (neighbour: Neighbour) => Hit | null | undefined;

/** What was read of the nearest records. */
interface Reading {
  readonly passing: readonly Hit[];
  readonly unreadable: number;
  /** How many neighbours the index gave. */
  readonly seen: number;
}

/** The nearest records that pass, with scores computed from the stored vectors. Inside a transaction, after catching up. */
export function searchRecords(log: RecordLog, index: LocalIndex, query: SearchQuery): SearchResult {
  const given = query.vector as Float32Array;
  const vector = given.byteOffset === 0 ? given : given.slice();
  const { limit, filter, withVectors = false } = query;
  const scored = index.scoresExactly && !withVectors;
  const read = scored ? scoredReader(log, filter) : scoringReader(log, filter, vector, withVectors);
  const wanted = scored ? limit : limit + SPARE;
  // The replies to a few packets are few: quicker read than looked for among the neighbours.
  for (let count = filter.inReplyTo ? Number.POSITIVE_INFINITY : limit + MARGIN; count <= WIDEST; ) {
    const { passing, unreadable, seen } = readNearest(read, index.nearest(vector, count), wanted);
    if (passing.length >= limit || seen < count) return { hits: topHits(passing, limit), unreadable };
    // Half as much again as the share that passed calls for, because the next ones may pass less often.
    const called = Math.ceil((1.5 * count * limit) / passing.length);
    count = Math.max(2 * count, Math.min(called, WIDENED * count));
  }
  const { passing, unreadable } = readPassing(log, read, vector, limit, filter);
  return { hits: topHits(passing, limit), unreadable };
}

/** Takes the scores of the neighbours, and reads no vectors. */
function scoredReader(log: RecordLog, filter: Filter): ReadHit {
  const read = log.bareReaderByKey(filter);
  return ({ key, score }) => {
    const row = read(key);
    if (!row) return undefined;
    const record = bareRecordOf(row);
    return record ? { ...record, score } : null;
  };
}

/** Computes the scores from the stored vectors. */
function scoringReader(log: RecordLog, filter: Filter, query: Float32Array, withVectors: boolean): ReadHit {
  const read = log.readerByKey(filter);
  return ({ key }) => {
    const row = read(key);
    if (!row) return undefined;
    const record = recordOf(row);
    if (!record) return null;
    const { vector, ...rest } = record;
    return { ...rest, ...(withVectors && { vector }), score: cosine(vector, query) };
  };
}

function readNearest(read: ReadHit, nearest: readonly Neighbour[], wanted: number): Reading {
  const passing: Hit[] = [];
  let unreadable = 0;
  for (const neighbour of nearest) {
    const hit = read(neighbour);
    if (hit === null) unreadable++;
    else if (hit && passing.push(hit) === wanted) break;
  }
  return { passing, unreadable, seen: nearest.length };
}

/** Exact, by reading every vector that the filter lets through. */
function readPassing(
  log: RecordLog,
  read: ReadHit,
  query: Float32Array,
  limit: number,
  filter: Filter,
): Pick<Reading, 'passing' | 'unreadable'> {
  const nearest = new Nearest(limit);
  let undecoded = 0;
  for (const { key, vector } of log.passing(filter)) {
    const decoded = decodeVector(vector);
    if (decoded?.length === query.length) nearest.offer(key, cosine(decoded, query));
    else undecoded++;
  }
  const { passing, unreadable } = readNearest(read, nearest.sorted(), limit);
  return { passing, unreadable: undecoded + unreadable };
}

function topHits(hits: readonly Hit[], limit: number): Hit[] {
  return hits.toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, limit);
}

/** Of two vectors of unit length, which holds to a float's precision only. */
function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return Math.max(-1, Math.min(1, sum));
}
