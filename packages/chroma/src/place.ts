import { hashOf } from './hash.ts';

/** Places go from 0 to this, exclusive. */
export const PLACES: number = 2 ** 32;

const utf8 = new TextEncoder();

/**
 * Where a record comes in a scan: the same for all its versions, and spread evenly, so that a part of all places holds
 * as large a part of all records.
 */
export function placeOf(id: string): number {
  return hashOf(utf8.encode(id));
}
