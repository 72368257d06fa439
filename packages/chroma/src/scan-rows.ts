import { OutcomeError, type ScanPage, type ScanQuery } from '@qis/core';
import type { ChromaHandle } from './chroma-client.ts';
import { PLACES, placeOf } from './place.ts';
import { type ReadRow, readRows } from './read-rows.ts';
import { whereOf } from './where-clause.ts';

/** Where a page begins: behind this record; and how many places probably hold a page. */
interface Cursor {
  readonly place: number;
  readonly id: string;
  readonly width: number;
}

/** A place, an id, and a width that leads on. */
const CURSOR = /^\d{1,15}:[^:]*:[1-9]\d{0,14}$/;
/** How many times wider the next span may be than all before it: few records pass a filter, or many. */
const MOST_WIDER = 8;

/**
 * A page of all records by place, then by id. Chroma itself pages by counting rows, so that what follows moves up when
 * one goes. Here a page asks for a span of places, and for another while it is not full.
 */
export async function scanRows(collection: ChromaHandle, query: ScanQuery): Promise<ScanPage> {
  const { filter, limit, withVectors = false } = query;
  const after = query.cursor === undefined ? await firstCursor(collection, limit) : parse(query.cursor);
  const rows: ReadRow[] = [];
  let { place: from, width } = after;
  // One more than the limit tells whether there is another page.
  while (rows.length <= limit && from < PLACES) {
    const where = whereOf(filter, { place: { $gte: from } }, { place: { $lt: from + width } });
    const span = await collection.get({
      ...(where && { where }),
      include: withVectors ? ['metadatas', 'embeddings'] : ['metadatas'],
    });
    const read = readRows(span, withVectors).filter((row) => isBehind(row, after));
    rows.push(...read.sort(byPlace));
    from += width;
    width = widthFor(limit - rows.length, from - after.place, rows.length);
  }
  const page = rows.slice(0, limit);
  const records = page.flatMap(({ record }) => record ?? []);
  const unreadable = page.length - records.length;
  const last = page.at(-1);
  if (rows.length <= limit || !last) return { records, unreadable };
  const next = widthFor(limit, from - after.place, rows.length);
  return { records, cursor: `${placeOf(last.id)}:${last.id}:${next}`, unreadable };
}

/** So many places as hold the wanted rows and a few more, where so many rows were found in those covered. */
function widthFor(wanted: number, covered: number, found: number): number {
  const ample = Math.max(wanted, 0) + 2 * Math.sqrt(Math.max(wanted, 0)) + 1;
  return Math.ceil(covered * Math.min(MOST_WIDER, ample / Math.max(found, 1)));
}

async function firstCursor(collection: ChromaHandle, limit: number): Promise<Cursor> {
  const rows = await collection.count();
  return { place: 0, id: '', width: Math.min(PLACES, widthFor(limit, PLACES, rows)) };
}

/** @throws OutcomeError `INVALID_QUERY` for what no page ended with: it might not lead on. */
function parse(cursor: string): Cursor {
  if (!CURSOR.test(cursor)) {
    throw new OutcomeError('INVALID_QUERY', 'cursor is none of this store: begin the scan anew.', {
      field: 'cursor',
    });
  }
  const [place, id = '', width] = cursor.split(':');
  return { place: Number(place), id, width: Number(width) };
}

function isBehind({ id }: ReadRow, after: Cursor): boolean {
  const place = placeOf(id);
  return place > after.place || (place === after.place && id > after.id);
}

function byPlace(a: ReadRow, b: ReadRow): number {
  return placeOf(a.id) - placeOf(b.id) || (a.id < b.id ? -1 : 1);
}
