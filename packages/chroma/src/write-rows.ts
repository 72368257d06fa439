import type { OutcomeRecord } from '@qis/core';
import type { ChromaHandle } from './chroma-client.ts';
import { type Row, rowOf, strayFlags } from './record-row.ts';
import { isOutdated, newestRanks } from './versions.ts';

/**
 * Writes one version of each record, then removes those that have a newer one: older rows, and the rows just written
 * where the store knew better. Whoever writes the same record at the same time does the same, so whichever comes last
 * sees both, and the newest is never the one that goes. Until then readers may see both, and take the newest.
 */
export async function writeRows(collection: ChromaHandle, records: readonly OutcomeRecord[]): Promise<void> {
  const rows = lastOfEach(records.map(rowOf));
  await collection.upsert({
    ids: rows.map(({ rowId }) => rowId),
    embeddings: rows.map(({ vector }) => vector),
    metadatas: rows.map(({ metadata }) => metadata),
  });
  const ids = [...new Set(records.map(({ id }) => id))];
  const stored = await collection.get({ where: { id: { $in: ids } }, include: ['metadatas'] });
  const newest = newestRanks(stored.ids);
  const outdated = stored.ids.filter((rowId) => isOutdated(rowId, newest));
  if (outdated.length > 0) await collection.delete({ ids: outdated });
  await unsetStrayFlags(collection, rows, stored);
}

/** Of rows with the same id the last: Chroma takes no id twice. */
function lastOfEach(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [row.rowId, row])).values()];
}

async function unsetStrayFlags(
  collection: ChromaHandle,
  written: readonly Row[],
  stored: { readonly ids: string[]; readonly metadatas: readonly unknown[] },
): Promise<void> {
  const mine = new Set(written.map(({ rowId }) => rowId));
  const mended = stored.ids.flatMap((rowId, i) => {
    const strays = mine.has(rowId) ? strayFlags(stored.metadatas[i]) : [];
    return strays.length === 0
      ? []
      : [{ rowId, flags: Object.fromEntries(strays.map((key) => [key, false])) }];
  });
  if (mended.length === 0) return;
  await collection.update({
    ids: mended.map(({ rowId }) => rowId),
    metadatas: mended.map(({ flags }) => flags),
  });
}
