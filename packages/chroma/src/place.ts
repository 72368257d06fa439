/** Places go from 0 to this, exclusive. */
export const PLACES: number = 2 ** 32;

/**
 * Where a record comes in a scan: the same for all its versions, and spread evenly, so that a part of all places holds
 * as large a part of all records (FNV-1a).
 */
export function placeOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
