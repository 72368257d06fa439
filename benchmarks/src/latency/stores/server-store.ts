import type { OutcomeTransport } from '@qis/core';
import type { TestServer } from '@qis/test-servers';
import { footprintOf, type Footprint as ServerFootprint } from '../../servers/footprint.ts';
import { type Store, type Surroundings, timed } from './store.ts';

/** What is particular to a kind of server. */
export interface ServerKind {
  readonly name: string;
  /** A transport that is not open yet. */
  readonly connect: () => Promise<OutcomeTransport>;
  /** Whether the server has done what it does in the background. */
  readonly settled: (transport: OutcomeTransport) => Promise<boolean>;
}

/** A server that was started here, over whose transport is measured. */
export async function serverStore(
  server: TestServer,
  { name, connect, settled }: ServerKind,
  { fingerprint, now }: Surroundings,
): Promise<Store> {
  const transport = await connect();
  await transport.open({ fingerprint });
  const empty = footprintOf(server);
  return {
    name,
    transport,
    settled: () => settled(transport),
    openAnew: async (vector) => {
      const another = await connect();
      const ms = await timed(async () => {
        await another.open({ fingerprint });
        await another.search({ vector, limit: 10, filter: { now } });
      });
      await another.close();
      return ms;
    },
    footprint: async () => {
      const full = footprintOf(server);
      if (!empty || !full) return undefined;
      return { resident: { 1: residentOf(full) - residentOf(empty) }, disk: full.disk - empty.disk };
    },
    close: async () => {
      await transport.close();
      await server.close();
      return undefined;
    },
  };
}

function residentOf({ anonymous, files_in_memory }: ServerFootprint): number {
  return anonymous + files_in_memory;
}
