import { type Filter, matchesFilter, type SearchQuery, type SearchResult } from '@qis/core';
import type { ChromaHandle } from './chroma-client.ts';
import { type FoundRow, missedRows, nearestRows } from './found-rows.ts';
import { isOutdated, newestRanks } from './versions.ts';
import { whereOf } from './where-clause.ts';

/** What most records pass. */
const WIDE = new Set<string>(['now', 'notAgentId', 'notVoters', 'minConfidence'] satisfies (keyof Filter)[]);

/**
 * The nearest records that pass the filter.
 *
 * The server lists all that pass before it searches, which takes far longer than the search where most do. Then the
 * nearest are asked for without the filter, and some more than are wanted: where enough of them pass, those are the
 * nearest that do. In every other case the server filters.
 */
export async function searchRows(collection: ChromaHandle, query: SearchQuery): Promise<SearchResult> {
  const { filter, limit } = query;
  const where = whereOf(filter);
  if (where && Object.keys(filter).every((member) => WIDE.has(member))) {
    const { rows, exhausted } = await nearestRows(collection, query, limit + Math.ceil(limit / 5) + 2);
    const passing = rows.filter(({ record }) => !record || matchesFilter(filter, record));
    if (passing.length >= limit) return resultOf(passing, limit);
    if (exhausted)
      return resultOf([...passing, ...(await missedRows(collection, query, passing, where))], limit);
  }
  for (let asked = limit; ; ) {
    const { rows, exhausted } = await nearestRows(collection, query, asked, where);
    if (rows.length >= limit) return resultOf(rows, limit);
    if (exhausted) return resultOf([...rows, ...(await missedRows(collection, query, rows, where))], limit);
    // Older versions, of writers under way, must take no place of a hit.
    asked += limit - rows.length;
  }
}

/** Of several answers: a record may have been renewed between them. */
function resultOf(rows: readonly FoundRow[], limit: number): SearchResult {
  const newest = newestRanks(rows.map(({ rowId }) => rowId));
  const nearest = rows
    .filter(({ rowId }) => !isOutdated(rowId, newest))
    .sort((a, b) => b.score - a.score || (a.rowId < b.rowId ? -1 : 1))
    .slice(0, limit);
  const hits = nearest.flatMap(({ record, score }) => (record ? { ...record, score } : []));
  return { hits, unreadable: nearest.length - hits.length };
}
