import type { OutcomeRecord } from '@qis/core';
import type { ChromaHandle } from './chroma-client.ts';
import { flagsSetIn, type Row, rowOf } from './record-row.ts';
import { isOutdated, newestRanks } from './versions.ts';

/**
 * Adds one version of each record, then removes those that have a newer one: older rows, and the rows just added where
 * the store knew better. Whoever writes the same record at the same time does the same, so whichever comes last sees
 * both, and the newest is never the one that goes. Until then readers may see both, and take the newest.
 */
export async function writeRows(collection: ChromaHandle, records: readonly OutcomeRecord[]): Promise<void> {
  const rows = newestOfEach(records.map(rowOf));
  await collection.add(fieldsOf(rows));
  // Rows of these records that say something else: none, where all are new or were there already.
  const { ids: others } = await collection.get({
    where: {
      $and: [
        { id: { $in: rows.map(({ id }) => id) } },
        { packet: { $nin: rows.map(({ packet }) => packet) } },
      ],
    },
    include: [],
  });
  if (others.length > 0) await settle(collection, rows, others);
}

async function settle(
  collection: ChromaHandle,
  rows: readonly Row[],
  others: readonly string[],
): Promise<void> {
  const there = new Set(others);
  const same = rows.filter(({ rowId }) => there.has(rowId));
  const versions = new Set([...others, ...rows.map(({ rowId }) => rowId)]);
  const newest = newestRanks([...versions]);
  const outdated = [...versions].filter((rowId) => isOutdated(rowId, newest));
  await replace(
    collection,
    same.filter(({ rowId }) => !isOutdated(rowId, newest)),
  );
  if (outdated.length > 0) await collection.delete({ ids: outdated });
}

/** Writes over rows of the same timestamp, which adding leaves as they are. Chroma would keep their flags, too. */
async function replace(collection: ChromaHandle, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const { ids, metadatas } = await collection.get({
    ids: rows.map(({ rowId }) => rowId),
    include: ['metadatas'],
  });
  const flags = new Map(ids.map((rowId, i) => [rowId, flagsSetIn(metadatas[i])]));
  const replaced = rows.map((row) => {
    const unset = Object.fromEntries((flags.get(row.rowId) ?? []).map((key) => [key, false]));
    return { ...row, metadata: { ...unset, ...row.metadata } };
  });
  await collection.upsert(fieldsOf(replaced));
}

/** The newest version of each record, of equal ones the last. */
function newestOfEach(rows: readonly Row[]): readonly Row[] {
  const newest = newestRanks(rows.map(({ rowId }) => rowId));
  const kept = rows.filter(({ rowId }) => !isOutdated(rowId, newest));
  return [...new Map(kept.map((row) => [row.rowId, row])).values()];
}

function fieldsOf(rows: readonly Row[]): Parameters<ChromaHandle['add']>[0] {
  return {
    ids: rows.map(({ rowId }) => rowId),
    embeddings: rows.map(({ vector }) => vector),
    metadatas: rows.map(({ metadata }) => metadata),
  };
}
