import type { OutcomeRecord } from '@qis/core';
import type { ChromaRows } from './chroma-client.ts';
import { recordOf } from './record-row.ts';
import { isOutdated, newestRanks, versionOf } from './versions.ts';

/** What one row holds. */
export interface ReadRow {
  readonly id: string;
  /** Absent where it cannot be read. */
  readonly record?: OutcomeRecord;
}

/** The newest version of each record among the rows. */
export function readRows({ ids, metadatas, embeddings }: ChromaRows, withVectors: boolean): ReadRow[] {
  const newest = newestRanks(ids);
  return ids.flatMap((rowId, i) => {
    if (isOutdated(rowId, newest)) return [];
    const record = recordOf(rowId, metadatas[i], withVectors ? (embeddings[i] ?? null) : undefined);
    return { id: versionOf(rowId).id, ...(record && { record }) };
  });
}
