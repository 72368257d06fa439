import { setTimeout as pause } from 'node:timers/promises';
import { MemoryTransport, type MemoryTransportOptions } from '@qis/memory';
import { NOW } from '../crossover/real-text.ts';
import { writeAll } from '../sqlite/stores.ts';
import { LIMIT, type Peer, type PeerSource } from './peer.ts';

/** One of ours, which chooses by itself how to search unless it is told. */
export interface OurPeer extends Peer {
  goesThroughGraph(): Promise<boolean>;
}

const POLL_MS = 20;

/** @param hnswFrom as the option of the transport; absent: its default. */
export function ourMemory(name: string, hnswFrom?: number): PeerSource<OurPeer> {
  return {
    name,
    open: async ({ fingerprint }) => {
      const options: MemoryTransportOptions = hnswFrom === undefined ? {} : { hnswFrom };
      const transport = new MemoryTransport(options);
      await transport.open({ fingerprint });
      const details = async (): Promise<Readonly<Record<string, unknown>>> =>
        (await transport.stats({ now: NOW })).details;
      return {
        name,
        load: async (records, signal) => {
          await writeAll(transport, records, () => signal.throwIfAborted());
          while ((await details()).pending !== 0) await pause(POLL_MS, undefined, { signal });
        },
        search: async (vector) =>
          (await transport.search({ vector, limit: LIMIT, filter: { now: NOW } })).hits,
        deposit: (records) => transport.write(records),
        goesThroughGraph: async () => (await details()).index === 'hnsw',
        close: () => transport.close(),
      };
    },
  };
}
