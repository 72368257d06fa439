import { connectQdrant } from '@qis/qdrant';
import { findQdrant } from '@qis/test-servers';
import { serverStore } from './server-store.ts';
import type { StoreOffer } from './store.ts';

export function offerQdrant(): StoreOffer {
  const source = findQdrant();
  const name = 'qdrant:';
  if (source.missing !== undefined) return { name, missing: source.missing };
  return {
    name,
    start: async (surroundings) => {
      const server = await source.start();
      const connect = () => connectQdrant(`qdrant://${new URL(server.url).host}`, { collection: 'bench' });
      const { now } = surroundings;
      return serverStore(
        server,
        {
          name,
          connect,
          settled: async (transport) => (await transport.stats({ now })).details.status === 'green',
        },
        surroundings,
      );
    },
  };
}
