import { join } from 'node:path';
import { RestTransport } from '@qis/rest';
import { residentBytes } from '../../resident-bytes.ts';
import { Child } from './child.ts';
import { diskBytes, indexStands } from './sqlite-store.ts';
import { type Store, type Surroundings, timed } from './store.ts';

const PROGRAM = new URL('./gateway-process.ts', import.meta.url);

/** A gateway in another process, over a SQLite store of its own. */
export async function startRest({ folder, fingerprint, now }: Surroundings): Promise<Store> {
  const path = join(folder, 'gateway.db');
  const gateway = await Child.start(PROGRAM, [path]);
  const connect = () => new RestTransport({ url: gateway.line, embedding: 'own' });
  const transport = connect();
  await transport.open({ fingerprint });
  const empty = residentBytes(gateway.pid);
  return {
    name: 'http: over sqlite:',
    transport,
    settled: (packets, query) => indexStands(transport, packets, query),
    openAnew: (vector) =>
      timed(async () => {
        const another = connect();
        await another.open({ fingerprint });
        await another.search({ vector, limit: 10, filter: { now } });
      }),
    footprint: async () => {
      const resident = residentBytes(gateway.pid);
      return resident === undefined || empty === undefined
        ? undefined
        : { resident: { 1: resident - empty }, disk: diskBytes(path) };
    },
    close: async () => {
      await transport.close();
      await gateway.stop();
      return undefined;
    },
  };
}
