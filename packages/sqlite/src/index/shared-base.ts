import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { createGraph, type NativeIndex, type NativeModule, type Neighbour } from '@qis/memory/index';
import type { Snapshot } from '../log/collection-row.ts';

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
  const path = join(folder, snapshot.file);
  if (!(await isIntact(path, snapshot))) return undefined;
  const graph = createGraph(native, dimensions);
  try {
    graph.view(path);
  } catch (error) {
    if (!existsSync(path)) return undefined; // superseded this very moment
    throw error;
  }
  return { snapshot, graph, removed: new Set() };
}

/** The `count` nearest that were not removed, as near as half precision tells, or all where there are fewer. */
export function searchBase({ graph, removed }: SharedBase, query: Float32Array, count: number): Neighbour[] {
  const size = graph.size();
  for (let asked = Math.min(count, size); ; asked = Math.min(size, 2 * asked + removed.size)) {
    const { keys, distances } = graph.search(query, asked, 1);
    const neighbours: Neighbour[] = [];
    for (const [rank, key] of keys.entries()) {
      if (!removed.has(Number(key)))
        neighbours.push({ key: Number(key), score: 1 - (distances[rank] as number) });
    }
    if (neighbours.length >= count || asked >= size) return neighbours.slice(0, count);
  }
}

/** Whether the file is there, and is what was published. */
export async function isIntact(path: string, { bytes, crc32: expected }: Snapshot): Promise<boolean> {
  try {
    if ((await stat(path)).size !== bytes) return false;
    return (await checksum(path)) === expected;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** CRC-32 of a file. */
export async function checksum(path: string): Promise<number> {
  let sum = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }))
    sum = crc32(chunk as Buffer, sum);
  return sum;
}
