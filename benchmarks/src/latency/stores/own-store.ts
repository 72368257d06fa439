import { randomUUID } from 'node:crypto';
import type { OutcomeRouter, OutcomeTransport } from '@qis/core';
import { createRouter } from '@qis/mcp-server';
import { dropCollection } from './drop-collection.ts';
import { type Store, type StoreOffer, timed } from './store.ts';

const BATCH = 256;

/** A store of the user's own, in a collection of a name that nobody else has: what is there is never touched. */
export function offerOwn(url: string): StoreOffer {
  const name = `yours (${url.split(':')[0]}:)`;
  return {
    name,
    start: async ({ now }): Promise<Store> => {
      const collection = `qis_bench_${randomUUID().slice(0, 8)}`;
      const open = async (): Promise<OutcomeRouter> => {
        const router = await createRouter({ transport: url, collection, embedder: 'static' });
        await router.transport.open({});
        return router;
      };
      const router = await open();
      const { transport } = router;
      return {
        name,
        transport,
        settled: async () => {
          const { details } = await transport.stats({ now });
          return (details.status ?? 'green') === 'green' && (details.snapshot ?? 'idle') === 'idle';
        },
        ...(transport.capabilities.durable && {
          openAnew: (vector: Float32Array) =>
            timed(async () => {
              const another = await open();
              await another.transport.search({ vector, limit: 10, filter: { now } });
              await another.close();
            }),
        }),
        close: async () => {
          const left = await emptyCollection(url, collection, transport, now);
          await router.close();
          return left && `${name} ${left}`;
        },
      };
    },
  };
}

/** What is left of the collection all the same, as the end of a sentence. */
async function emptyCollection(
  url: string,
  collection: string,
  transport: OutcomeTransport,
  now: number,
): Promise<string | undefined> {
  try {
    if (await dropCollection(url, collection)) return undefined;
    await removeAll(transport, now);
  } catch (error) {
    return `keeps the collection ${collection}, which could not be removed: ${(error as Error).message}`;
  }
  return transport.capabilities.durable
    ? `keeps the collection ${collection}, without packets: it cannot be told to forget one.`
    : undefined;
}

async function removeAll(transport: OutcomeTransport, now: number): Promise<void> {
  const next = () => transport.scan({ filter: { now, includeExpired: true }, limit: BATCH });
  for (let page = await next(); page.records.length > 0; page = await next())
    await transport.remove(page.records.map(({ id }) => id));
}
