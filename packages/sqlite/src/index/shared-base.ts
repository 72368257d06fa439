import { existsSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { createGraph, type NativeIndex, type NativeModule, type Neighbour } from '@qis/memory/index';
import type { Snapshot } from '../log/collection-row.ts';

const READ_BYTES = 1024 * 1024;
/** How much wider the next search is where too much of what was found had been removed. */
const WIDENED = 4;

/** The vectors of a snapshot, mapped into memory and so held once for all processes, less those removed since. */
export interface SharedBase {
  readonly snapshot: Snapshot;
  readonly graph: NativeIndex;
  /** Keys removed since the snapshot was built. */
  readonly removed: Set<number>;
}

/**
 * Maps a snapshot after reading it through: what a flipped bit does to a graph of links nobody wants to know.
 * Undefined where the file is missing or is not what was published.
 */
export async function mapBase(
  native: NativeModule,
  folder: string,
  snapshot: Snapshot,
  dimensions: number,
): Promise<SharedBase | undefined> {
  const file = await openIfThere(join(folder, snapshot.file));
  if (!file) return undefined;
  try {
    const path = viewPath(file, join(folder, snapshot.file));
    if (!path || !(await isIntact(file, snapshot))) return undefined;
    const graph = createGraph(native, dimensions);
    graph.view(path);
    return { snapshot, graph, removed: new Set() };
  } finally {
    await file.close();
  }
}

/**
 * A path that leads to the open file even where its name has been removed meanwhile: where usearch 2.26 finds no file to
 * map, it closes descriptor 0, which is the standard input or, after that, anybody's file.
 */
function viewPath({ fd }: FileHandle, path: string): string | undefined {
  if (process.platform === 'win32') return path; // there a file that is open keeps its name
  const byDescriptor = `/dev/fd/${fd}`;
  return existsSync(byDescriptor) ? byDescriptor : undefined;
}

/** The `count` nearest that were not removed, as near as half precision tells, or all where there are fewer. */
export function searchBase({ graph, removed }: SharedBase, query: Float32Array, count: number): Neighbour[] {
  const size = graph.size();
  // Twice as many more as the share that was removed calls for, because it may be larger here than elsewhere.
  for (let wanted = count + Math.ceil((2 * count * removed.size) / size); ; wanted *= WIDENED) {
    const asked = Math.min(wanted, size);
    const { keys, distances } = graph.search(query, asked, 1);
    const neighbours: Neighbour[] = [];
    for (const [rank, key] of keys.entries()) {
      if (!removed.has(Number(key)))
        neighbours.push({ key: Number(key), score: 1 - (distances[rank] as number) });
    }
    if (neighbours.length >= count || asked >= size) return neighbours.slice(0, count);
  }
}

/** The file, to be read and closed by the caller; undefined where it is not there. */
async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether a file is what was published. */
async function isIntact(file: FileHandle, { bytes, crc32: expected }: Snapshot): Promise<boolean> {
  return (await file.stat()).size === bytes && (await checksum(file)) === expected;
}

/** Whether the file is there, and is what was published. */
export async function isIntactAt(path: string, snapshot: Snapshot): Promise<boolean> {
  const file = await openIfThere(path);
  if (!file) return false;
  try {
    return await isIntact(file, snapshot);
  } finally {
    await file.close();
  }
}

/** CRC-32 of a file. Through one buffer: a stream's chunks would stay in memory for as long as the file is large. */
export async function checksum(file: FileHandle): Promise<number> {
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  let sum = 0;
  for (let position = 0; ; ) {
    const { bytesRead } = await file.read(buffer, 0, READ_BYTES, position);
    if (bytesRead === 0) return sum;
    sum = crc32(buffer.subarray(0, bytesRead), sum);
    position += bytesRead;
  }
}
