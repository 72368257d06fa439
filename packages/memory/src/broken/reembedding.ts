import {
  type Fingerprint,
  type OpenedCollection,
  OutcomeError,
  type OutcomeTransport,
  type ReembedTask,
  sameFingerprint,
} from '@qis/core';
import type { TransportUnderTest } from '@qis/core/conformance';
import { MemoryTransport } from '../memory-transport.ts';
import { overriding } from './overriding.ts';

/** What instances over one collection share. */
interface Shared {
  store: MemoryTransport;
  fingerprint: Fingerprint | undefined;
}

/** One store that outlives its instances and can be embedded anew. */
export const reembedding: TransportUnderTest = {
  capabilities: { replies: true, durable: true, reembeds: true },
  createCollection: () => {
    const shared: Shared = { store: new MemoryTransport(), fingerprint: undefined };
    return { connect: () => instance(shared) };
  },
};

function instance(shared: Shared): OutcomeTransport {
  let mine: Fingerprint | undefined;
  const current = (): MemoryTransport => {
    if (mine && shared.fingerprint && sameFingerprint(mine, shared.fingerprint)) return shared.store;
    throw new OutcomeError('EMBEDDER_MISMATCH', 'The store has been embedded anew.');
  };
  const reembed = async (task: ReembedTask): Promise<OpenedCollection> => {
    await replaceVectors(shared, task);
    mine = shared.fingerprint;
    return { ...(mine && { fingerprint: mine }), reembed };
  };
  return overriding(shared.store, {
    capabilities: reembedding.capabilities,
    open: async (options) => {
      shared.fingerprint ??= (await shared.store.open(options)).fingerprint;
      mine = shared.fingerprint;
      return { ...(mine && { fingerprint: mine }), reembed };
    },
    write: (records) => current().write(records),
    search: (query) => current().search(query),
    scan: (query) => shared.store.scan(query),
    get: (ids, options) => shared.store.get(ids, options),
    remove: (ids) => current().remove(ids),
    stats: (options) => shared.store.stats(options),
    close: async () => undefined,
  });
}

/** Embeds until nothing is new, then exchanges the store for one with the same records in the new space. */
async function replaceVectors(shared: Shared, { from, to, embed }: ReembedTask): Promise<void> {
  const vectors = new Map<string, Float32Array>();
  for (;;) {
    if (!shared.fingerprint || !sameFingerprint(shared.fingerprint, from)) return;
    const { records } = await shared.store.scan({ limit: 10_000, filter: { now: 0, includeExpired: true } });
    const fresh = records.filter(({ id }) => !vectors.has(id));
    if (fresh.length === 0) {
      const store = new MemoryTransport();
      await store.open({ fingerprint: to });
      await store.write(
        records.map((record) => ({ ...record, vector: vectors.get(record.id) as Float32Array })),
      );
      shared.store = store;
      shared.fingerprint = to;
      return;
    }
    const embedded = await embed(fresh.map(({ packet }) => packet.problem_description));
    for (const [i, { id }] of fresh.entries()) vectors.set(id, embedded[i] as Float32Array);
  }
}
