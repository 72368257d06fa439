import type { OutcomeRecord, SearchQuery } from '@qis/core';
import type { ChromaHandle, ChromaInclude, ChromaWhere } from './chroma-client.ts';
import { recordOf } from './record-row.ts';
import { isOutdated, newestRanks } from './versions.ts';

/** A row that a search found. */
export interface FoundRow {
  readonly rowId: string;
  readonly score: number;
  /** Absent where the row cannot be read. */
  readonly record?: OutcomeRecord;
}

/** What a search found, of each record its newest version alone. */
export interface FoundRows {
  readonly rows: readonly FoundRow[];
  /** Whether the server had no more. It may have missed some: see `missedRows`. */
  readonly exhausted: boolean;
}

type Meaning = Pick<SearchQuery, 'vector' | 'withVectors'>;

/** The nearest rows as the server's graph finds them. */
export async function nearestRows(
  collection: ChromaHandle,
  { vector, withVectors = false }: Meaning,
  asked: number,
  where?: ChromaWhere,
): Promise<FoundRows> {
  const include: ChromaInclude[] = ['metadatas', 'distances'];
  if (withVectors) include.push('embeddings');
  const nearest = await collection.query({
    queryEmbeddings: [Array.from(vector as Float32Array)],
    nResults: asked,
    ...(where && { where }),
    include,
  });
  const [ids = [], distances, metadatas, embeddings] = [
    nearest.ids[0],
    nearest.distances[0],
    nearest.metadatas[0],
    nearest.embeddings[0],
  ];
  const newest = newestRanks(ids);
  const rows = ids.flatMap((rowId, i) => {
    if (isOutdated(rowId, newest)) return [];
    const record = recordOf(rowId, metadatas?.[i], withVectors ? (embeddings?.[i] ?? null) : undefined);
    return { rowId, score: 1 - (distances?.[i] ?? Number.NaN), ...(record && { record }) };
  });
  return { rows, exhausted: ids.length < asked };
}

/** Rows whose vectors are read at once. */
const READ_AT_ONCE = 500;

/**
 * Rows that pass and were not found. The graph falls apart where many vectors are equal: a search that begins among
 * them, and may show none of them, comes to no others. So where fewer were found than wanted, the server says by their
 * metadata which pass, and what is missing is scored here.
 */
export async function missedRows(
  collection: ChromaHandle,
  { vector = new Float32Array(), withVectors = false }: Meaning,
  found: readonly FoundRow[],
  where?: ChromaWhere,
): Promise<readonly FoundRow[]> {
  const passing = await collection.get({ ...(where && { where }), include: [] });
  const known = new Set(found.map(({ rowId }) => rowId));
  const missing = passing.ids.filter((rowId) => !known.has(rowId));
  const missed: FoundRow[] = [];
  for (let start = 0; start < missing.length; start += READ_AT_ONCE) {
    const some = missing.slice(start, start + READ_AT_ONCE);
    const { ids, metadatas, embeddings } = await collection.get({
      ids: some,
      include: ['metadatas', 'embeddings'],
    });
    for (const [i, rowId] of ids.entries()) {
      const embedding = embeddings[i] ?? [];
      const record = recordOf(rowId, metadatas[i], withVectors ? embedding : undefined);
      missed.push({ rowId, score: cosine(vector, embedding), ...(record && { record }) });
    }
  }
  return missed;
}

function cosine(a: Float32Array, b: readonly number[]): number {
  let [dot, squaresA, squaresB] = [0, 0, 0];
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? 0;
    dot += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return dot / Math.sqrt(squaresA * squaresB);
}
