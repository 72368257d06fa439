import type { TransportUnderTest } from '@qis/core/conformance';
import { memory } from './honest.ts';
import { broken, everything, filtering, stored } from './overriding.ts';

/** Of `remove` and `stats`. */
export const brokenRemove: Readonly<Record<string, TransportUnderTest>> = {
  /** Counts what was removed until the next write. */
  'remove.at-once': broken(memory, () => (store) => {
    let removed = 0;
    return {
      write: (records) => {
        removed = 0;
        return store.write(records);
      },
      remove: async (ids) => {
        for (const id of ids) if (await stored(store, id)) removed++;
        await store.remove(ids);
      },
      stats: async (options) => {
        const stats = await store.stats(options);
        return { ...stats, packets: stats.packets + removed };
      },
    };
  }),
  /** Looks among the live ones. */
  'remove.expired': broken(memory, () => (store) => ({
    remove: async (ids) => {
      const newest = Math.max(...(await everything(store)).map(({ packet }) => packet.timestamp));
      await store.remove((await store.get(ids, { now: newest })).map(({ id }) => id));
    },
  })),
  'remove.unknown': broken(memory, () => (store) => ({
    remove: async (ids) => {
      for (const id of ids) if (!(await stored(store, id))) throw new Error('not found');
      await store.remove(ids);
    },
  })),
  /** The server wants each id once. */
  'remove.takes-an-id-twice': broken(memory, () => (store) => ({
    remove: async (ids) => {
      if (new Set(ids).size < ids.length) throw new Error('duplicate ids');
      await store.remove(ids);
    },
  })),
  /** No condition is no restriction. */
  'remove.takes-none': broken(memory, () => (store) => ({
    remove: async (ids) => store.remove(ids.length > 0 ? ids : (await everything(store)).map(({ id }) => id)),
  })),
  'remove.takes-many': broken(memory, () => (store) => ({
    remove: (ids) => store.remove(ids.slice(0, 500)),
  })),
  /** Tags have a table of their own, which nobody sweeps. */
  'remove.leaves-nothing': broken(memory, () => (store) => {
    const left = new Map<string, readonly string[]>();
    return {
      remove: async (ids) => {
        for (const id of ids) left.set(id, (await stored(store, id))?.packet.domain_tags ?? []);
        await store.remove(ids);
      },
      ...filtering(
        store,
        ({ domainTags: _, ...filter }) => filter,
        ({ domainTags }, { id, packet }) => {
          const tags = [...packet.domain_tags, ...(left.get(id) ?? [])];
          return !domainTags || domainTags.some((tag) => tags.includes(tag));
        },
      ),
    };
  }),
  /** Leaves a tombstone with a date. */
  'remove.written-again': broken(memory, () => (store) => {
    const buried = new Map<string, number>();
    return {
      write: (records) =>
        store.write(records.filter(({ id, packet }) => packet.timestamp >= (buried.get(id) ?? 0))),
      remove: async (ids) => {
        for (const id of ids) buried.set(id, (await stored(store, id))?.packet.timestamp ?? 0);
        await store.remove(ids);
      },
    };
  }),

  /** Counts rows. */
  'stats.counts-live': broken(memory, () => (store) => ({
    stats: async () => ({ packets: (await everything(store)).length, details: {} }),
  })),
  /** Counts what was written. */
  'stats.counts-ids-once': broken(memory, () => (store) => {
    let replaced = 0;
    return {
      write: async (records) => {
        for (const { id } of records) if (await stored(store, id)) replaced++;
        await store.write(records);
      },
      stats: async (options) => {
        const stats = await store.stats(options);
        return { ...stats, packets: stats.packets + replaced };
      },
    };
  }),
  'stats.details-are-plain': broken(memory, () => (store) => ({
    stats: async (options) => ({
      ...(await store.stats(options)),
      details: { opened: new Date(0) as never },
    }),
  })),
};
