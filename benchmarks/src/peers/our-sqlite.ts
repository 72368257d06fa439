import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { OutcomeRecord } from '@qis/core';
import { SqliteTransport } from '@qis/sqlite';
import { NOW } from '../crossover/real-text.ts';
import { diskBytes } from '../servers/footprint.ts';
import { snapshotStands, writeAll } from '../sqlite/stores.ts';
import type { OurPeer } from './our-memory.ts';
import { LIMIT, type PeerSource, type Setup } from './peer.ts';

const POLL_MS = 20;
/** Where the transport begins to build an index file unless it is told otherwise. */
const DEFAULT_HNSW_FROM = 8_192;

/** @param hnswFrom as the option of the transport; absent: its default. */
export function ourSqlite(name: string, hnswFrom: number = DEFAULT_HNSW_FROM): PeerSource<OurPeer> {
  return { name, open: (setup) => open(setup, name, hnswFrom) };
}

async function open({ folder, fingerprint }: Setup, name: string, hnswFrom: number): Promise<OurPeer> {
  const connect = async (): Promise<SqliteTransport> => {
    const opened = new SqliteTransport({ path: join(folder, 'store.db'), hnswFrom });
    await opened.open({ fingerprint });
    return opened;
  };
  let transport = await connect();
  return {
    name,
    load: async (records, signal) => {
      await writeAll(transport, records, () => signal.throwIfAborted());
      if (records.length >= hnswFrom) await untilSnapshotStands(transport, records, signal);
      await transport.close();
      transport = await connect();
    },
    search: async (vector) => (await transport.search({ vector, limit: LIMIT, filter: { now: NOW } })).hits,
    deposit: (records) => transport.write(records),
    bytes: () => diskBytes(folder),
    goesThroughGraph: async () => (await transport.stats({ now: NOW })).details.index === 'hnsw',
    close: () => transport.close(),
  };
}

/** A store begins to build when it is asked. */
async function untilSnapshotStands(
  transport: SqliteTransport,
  records: readonly OutcomeRecord[],
  signal: AbortSignal,
): Promise<void> {
  const query = { vector: records[0]?.vector as Float32Array, limit: 1, filter: { now: NOW } };
  do {
    await transport.search(query);
    await pause(POLL_MS, undefined, { signal });
  } while (!(await snapshotStands(transport)));
}
