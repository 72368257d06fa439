import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { OutcomeTransport } from '@qis/core';
import { residentBytes } from '../../resident-bytes.ts';
import { Reader, writeQueries } from '../../sqlite/reader.ts';
import { indexFiles, openStore, snapshotStands } from '../../sqlite/stores.ts';
import type { FootprintLook, Store, Surroundings } from './store.ts';

/** Below this a store has no index file. */
const INDEXED_FROM = 8_192;
/** Processes over one file. */
const CROWD = [1, 10];
/** So many that the page cache is as full as it gets. */
const QUERIES_EACH = 200;

/** The file of the SQLite store of a run. */
export function sqlitePath(folder: string): string {
  return join(folder, 'outcomes.db');
}

export async function startSqlite({ folder, fingerprint }: Surroundings): Promise<Store> {
  const path = sqlitePath(folder);
  const transport = await openStore(path, fingerprint);
  const empty = join(folder, 'empty.db');
  await (await openStore(empty, fingerprint)).close();
  const emptyBytes = new Map<number, number | undefined>();
  return {
    name: 'sqlite:',
    transport,
    settled: (packets, query) => indexStands(transport, packets, query),
    openAnew: async (query) => {
      const file = join(folder, 'opening.f32');
      writeQueries(file, [query]);
      const reader = await Reader.start(path, file, 0, 1);
      await reader.stop();
      return reader.report.first_answer_ms;
    },
    footprint: async (look) => {
      const resident: Record<number, number> = {};
      for (const processes of CROWD) {
        if (!emptyBytes.has(processes))
          emptyBytes.set(processes, await residentOver(empty, processes, folder, look));
        const without = emptyBytes.get(processes);
        const bytes = await residentOver(path, processes, folder, look);
        if (bytes === undefined || without === undefined) return undefined;
        resident[processes] = bytes - without;
      }
      return { resident, disk: diskBytes(path) };
    },
    close: async () => {
      await transport.close();
      return undefined;
    },
  };
}

/**
 * Whether the index file that is to be there is built and mapped. A search begins to build one that is due; while it is
 * built none is asked for, since it would read everything.
 * @throws Error where the building failed.
 */
export async function indexStands(
  transport: OutcomeTransport,
  packets: number,
  vector: Float32Array,
): Promise<boolean> {
  const { snapshot } = (await transport.stats({ now: 0 })).details;
  if (snapshot === 'building') return false;
  if (snapshot !== 'idle') throw new Error(`The index file cannot be built: ${snapshot}`);
  await transport.search({ vector, limit: 1, filter: { now: 0 } });
  return packets < INDEXED_FROM || snapshotStands(transport);
}

/** Of a store and its index files, with what is still in the write-ahead log. */
export function diskBytes(path: string): number {
  return [path, `${path}-wal`, ...indexFiles(path)].reduce(
    (sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

/** The sum over so many processes, all of them alive and each with its queries answered. */
async function residentOver(
  path: string,
  processes: number,
  folder: string,
  { queries, signal }: FootprintLook,
): Promise<number | undefined> {
  const file = join(folder, 'looks.f32');
  writeQueries(file, queries);
  const each = Math.min(QUERIES_EACH, queries.length);
  const readers: Reader[] = [];
  try {
    for (let at = 0; at < processes; at++) {
      signal.throwIfAborted();
      readers.push(await Reader.start(path, file, at % (queries.length - each + 1), each));
    }
    return readers.reduce<number | undefined>((sum, { pid }) => {
      const bytes = residentBytes(pid);
      return sum === undefined || bytes === undefined ? undefined : sum + bytes;
    }, 0);
  } finally {
    for (const reader of readers) await reader.stop();
  }
}
