import { closeSync, openSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createGraph, loadNative, type NativeIndex, type NativeModule } from '@qis/memory/index';
import Database from 'better-sqlite3';
import { checksum, isIntactAt, mapBase } from '../index/shared-base.ts';
import type { Snapshot } from '../log/collection-row.ts';
import { positionOf } from '../log/log-position.ts';
import { RecordLog } from '../log/record-log.ts';
import { decodeVector } from '../vector-blob.ts';

/** What there is to build: plain data, because it goes to a worker. */
export interface SnapshotTask {
  /** The database. */
  readonly path: string;
  /** The collection's number in it. */
  readonly collection: number;
  readonly dimensions: number;
  /** The snapshot to go on from. */
  readonly previous: Snapshot | undefined;
  /** Name of the file to make, in the folder of the database. */
  readonly file: string;
}

/** A graph with all vectors up to a number in the log. */
interface Begun {
  readonly graph: NativeIndex;
  readonly upTo: number;
  /** Vectors that it has lost since it was built from nothing. */
  readonly removed: number;
}

/** What the log says at one moment. */
interface Moment {
  /** The number of the last change. */
  readonly seq: number;
  /** Keys that the previous snapshot has and that are gone; undefined where the log no longer knows. */
  readonly gone: readonly number[] | undefined;
}

/** Vectors added at once. A process that ends waits for the native call: about a tenth of a second. */
const CHUNK = 128;
/** Removed vectors, as a share of those in the graph, above which it is built from nothing: they cost recall and speed. */
const REBUILD_ABOVE = 0.5;

/**
 * Builds the index file of all vectors that the log holds now, going on from the previous one where that is whole.
 * Undefined where the native module is missing. Blocks for seconds to minutes. It holds no transaction meanwhile, so
 * that the write-ahead log can be reset: what is removed while it builds stands in the log after `seq`.
 */
export async function buildSnapshot(task: SnapshotTask): Promise<Snapshot | undefined> {
  const native = await loadNative();
  if (!native) return undefined;
  const db = new Database(task.path, { readonly: true });
  try {
    const log = new RecordLog(db, task.collection);
    const { seq, gone } = db.transaction(() => readMoment(db, log, task))();
    const begun = (gone && (await goOn(native, gone, task))) ?? {
      graph: createGraph(native, task.dimensions),
      upTo: 0,
      removed: 0,
    };
    addVectors(begun, log, seq, task.dimensions);
    return await save(native, begun, seq, task);
  } finally {
    db.close();
  }
}

function readMoment(db: Database.Database, log: RecordLog, { collection, previous }: SnapshotTask): Moment {
  const { head, horizon } = positionOf(db, collection);
  if (!previous || horizon > previous.seq) return { seq: head, gone: undefined };
  return { seq: head, gone: log.removed(previous.seq).filter((key) => key <= previous.seq) };
}

async function goOn(
  native: NativeModule,
  gone: readonly number[],
  { path, previous, dimensions }: SnapshotTask,
): Promise<Begun | undefined> {
  if (!previous) return undefined;
  const file = join(dirname(path), previous.file);
  if (!(await isIntactAt(file, previous))) return undefined;
  const graph = createGraph(native, dimensions);
  graph.load(file);
  const removed = previous.removed + gone.length;
  if (removed > REBUILD_ABOVE * graph.size()) return undefined;
  for (const key of gone) graph.remove(BigInt(key));
  return { graph, upTo: previous.seq, removed };
}

function addVectors({ graph, upTo }: Begun, log: RecordLog, seq: number, dimensions: number): void {
  for (let at = upTo; at < seq; ) {
    const added = log.added(at, CHUNK);
    const keys: bigint[] = [];
    const vectors: Float32Array[] = [];
    for (const { key, vector } of added) {
      const decoded = decodeVector(vector);
      if (key > seq || decoded?.length !== dimensions) continue;
      keys.push(BigInt(key));
      vectors.push(decoded);
    }
    if (keys.length > 0) graph.add(BigUint64Array.from(keys), joined(vectors, dimensions), 1);
    if (added.length < CHUNK) return;
    at = added.at(-1)?.key ?? seq;
  }
}

function joined(vectors: readonly Float32Array[], dimensions: number): Float32Array {
  const all = new Float32Array(vectors.length * dimensions);
  for (const [i, vector] of vectors.entries()) all.set(vector, i * dimensions);
  return all;
}

/** On the disk, and seen to be whole, before anybody is told of it. */
async function save(
  native: NativeModule,
  { graph, removed }: Begun,
  seq: number,
  { path, file, dimensions }: SnapshotTask,
): Promise<Snapshot> {
  const target = join(dirname(path), file);
  try {
    // Made first, because the native module would make it readable to everybody.
    closeSync(openSync(target, 'w', 0o600));
    graph.save(target);
    const saved = await open(target, 'r+');
    const snapshot = await describe(saved, { file, seq, removed }).finally(() => saved.close());
    // Of the last few kilobytes the native module does not say that the disk refused them.
    const mapped = await mapBase(native, dirname(path), snapshot, dimensions);
    if (mapped?.graph.size() !== graph.size()) throw new Error('The index file was not written whole.');
    return snapshot;
  } catch (error) {
    rmSync(target, { force: true });
    throw error;
  }
}

async function describe(
  saved: FileHandle,
  known: Pick<Snapshot, 'file' | 'seq' | 'removed'>,
): Promise<Snapshot> {
  await saved.sync();
  const { size } = await saved.stat();
  return { ...known, bytes: size, crc32: await checksum(saved) };
}
