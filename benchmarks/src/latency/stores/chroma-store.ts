import { connectChroma } from '@qis/chroma';
import { findChroma } from '@qis/test-servers';
import { serverStore } from './server-store.ts';
import type { StoreOffer } from './store.ts';

export function offerChroma(): StoreOffer {
  const source = findChroma();
  const name = 'chroma:';
  if (source.missing !== undefined) return { name, missing: source.missing };
  return {
    name,
    start: async (surroundings) => {
      const server = await source.start();
      const connect = () => connectChroma(`chroma://${new URL(server.url).host}`, { collection: 'bench' });
      // It says nothing of what it does in the background.
      return serverStore(server, { name, connect, settled: async () => true }, surroundings);
    },
  };
}
