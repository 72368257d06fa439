import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { MemoryTransport } from '@qis/memory';
import { residentBytes } from '../../resident-bytes.ts';
import { openStore } from '../../sqlite/stores.ts';
import { Child } from './child.ts';
import { sqlitePath } from './sqlite-store.ts';
import type { Store, Surroundings } from './store.ts';

const PROGRAM = new URL('./memory-process.ts', import.meta.url);

/** Its size is that of a process which reads the SQLite store beside it. */
export async function startMemory({ folder, fingerprint, now }: Surroundings): Promise<Store> {
  const transport = new MemoryTransport();
  await transport.open({ fingerprint });
  return {
    name: 'memory:',
    transport,
    settled: async () => (await transport.stats({ now })).details.pending === 0,
    footprint: async ({ signal }) => {
      const empty = join(folder, 'memory-empty.db');
      await (await openStore(empty, fingerprint)).close();
      const without = await residentOver(empty, signal);
      rmSync(empty);
      const resident = await residentOver(sqlitePath(folder), signal);
      return resident === undefined || without === undefined
        ? undefined
        : { resident: { 1: resident - without } };
    },
    close: async () => {
      await transport.close();
      return undefined;
    },
  };
}

async function residentOver(path: string, signal: AbortSignal): Promise<number | undefined> {
  const child = await Child.start(PROGRAM, [path], signal);
  try {
    return residentBytes(child.pid);
  } finally {
    await child.stop();
  }
}
