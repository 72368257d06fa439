import { dirname } from 'node:path';
import { loadNative, type NativeIndex } from '@qis/memory/index';
import Database from 'better-sqlite3';
import { LocalIndex } from '../src/index/local-index.ts';
import { CollectionTable } from '../src/log/collection-table.ts';
import { RecordLog } from '../src/log/record-log.ts';
import { DEFAULT_COLLECTION } from '../src/sqlite-transport.ts';
import { HashEmbedder } from './hash-embedder.ts';

/** What is wrong with a file, seen from below: pages, references, and an index that disagrees with the table. */
export async function fileFaults(path: string): Promise<string[]> {
  const db = new Database(path, { readonly: true });
  try {
    return [...databaseFaults(db), ...(await indexFaults(db, path))];
  } finally {
    db.close();
  }
}

function databaseFaults(db: Database.Database): string[] {
  const found = db.pragma('integrity_check', { simple: true }) as string;
  const faults = found === 'ok' ? [] : [found];
  const count = (sql: string): number => db.prepare(sql).pluck().get() as number;
  const loose = (db.pragma('foreign_key_check') as unknown[]).length;
  if (loose > 0) faults.push(`${loose} replies belong to no record`);
  const said = count('SELECT ifnull(sum(json_array_length(in_reply_to)), 0) FROM record');
  const kept = count('SELECT count(*) FROM reply');
  if (said !== kept) faults.push(`${kept} replies are kept of ${said}`);
  const both = count('SELECT count(*) FROM removal JOIN record ON record.key IN (removal.key, removal.seq)');
  if (both > 0) faults.push(`${both} are there that were removed`);
  return faults;
}

/** Reads the index as a new process does, and compares its keys with those of the table. */
async function indexFaults(db: Database.Database, path: string): Promise<string[]> {
  const native = await loadNative();
  const collection = new CollectionTable(db, DEFAULT_COLLECTION, true);
  const { fingerprint } = new HashEmbedder();
  const index = new LocalIndex({
    db,
    log: new RecordLog(db, collection.id),
    collection,
    native,
    folder: dirname(path),
    hnswFrom: Number.POSITIVE_INFINITY,
    fingerprint,
  });
  await index.ready();
  const keys = db.prepare('SELECT key FROM record').pluck().all() as number[];
  const held = heldByBase(index);
  const faults: string[] = [];
  const found = held.count + index.tailSize;
  if (found !== keys.length) faults.push(`${found} are in the index, ${keys.length} in the table`);
  const missing = keys.filter((key) => key <= held.upTo && !held.has(key));
  if (missing.length > 0) faults.push(`${missing.length} are not in the index file`);
  return faults;
}

/** What the index file holds and a search can find. */
function heldByBase({ base }: LocalIndex): { upTo: number; count: number; has: (key: number) => boolean } {
  if (!base) return { upTo: 0, count: 0, has: () => false };
  const { graph, removed, snapshot } = base;
  // All of them can be asked; the transport has no need to.
  const holds = (key: number): boolean =>
    (graph as NativeIndex & { contains(key: bigint): boolean }).contains(BigInt(key));
  return {
    upTo: snapshot.seq,
    count: graph.size() - [...removed].filter(holds).length,
    has: (key) => !removed.has(key) && holds(key),
  };
}
