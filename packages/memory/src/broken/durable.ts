import type { OutcomeRecord } from '@qis/core';
import type { TransportUnderTest } from '@qis/core/conformance';
import { durable, memory } from './honest.ts';
import { broken, overriding, stored } from './overriding.ts';

export const brokenDurable: Readonly<Record<string, TransportUnderTest>> = {
  /** The last record was not flushed. */
  'durable.survives-close': broken(durable, () => (store) => {
    let last: string | undefined;
    return {
      write: async (records) => {
        last = records.at(-1)?.id;
        await store.write(records);
      },
      close: async () => store.remove(last === undefined ? [] : [last]),
    };
  }),
  /** Removals are kept in the process. */
  'durable.removal-survives-close': broken(durable, () => (store) => {
    const removed: OutcomeRecord[] = [];
    return {
      remove: async (ids) => {
        for (const id of ids) removed.push(...[await stored(store, id)].flatMap((record) => record ?? []));
        await store.remove(ids);
      },
      close: async () => store.write(removed),
    };
  }),
  /** Searches what was there when it opened, and what it wrote itself. */
  'durable.written-unclosed': broken(durable, () => {
    const writers = new Map<string, object>();
    return (store) => {
      const me = {};
      const unseen = (id: string): boolean => writers.has(id) && writers.get(id) !== me;
      return {
        open: async (options) => {
          writers.clear();
          return store.open(options);
        },
        write: async (records) => {
          for (const { id } of records) writers.set(id, me);
          await store.write(records);
        },
        search: async (query) => {
          const { hits, unreadable } = await store.search(query);
          return { hits: hits.filter(({ id }) => !unseen(id)), unreadable };
        },
      };
    };
  }),
  /** Remembers what it read by id. */
  'durable.removed-unclosed': broken(durable, () => {
    const all = new Map<string, OutcomeRecord>();
    return (store) => {
      const gone = new Set<string>();
      return {
        write: async (records) => {
          for (const record of records) all.set(record.id, record);
          await store.write(records);
        },
        remove: async (ids) => {
          for (const id of ids) gone.add(id);
          await store.remove(ids);
        },
        get: async (ids, options) => {
          const found = await store.get(ids, options);
          const remembered = ids.filter((id) => !gone.has(id) && !found.some((record) => record.id === id));
          return [...found, ...remembered.flatMap((id) => all.get(id) ?? [])];
        },
      };
    };
  }),
  /** Compares with its own writes only. */
  'durable.newest-of-instances': broken(durable, () => (store) => {
    const own = new Map<string, number>();
    return {
      write: async (records) => {
        for (const { id, packet } of records) {
          if (packet.timestamp < (own.get(id) ?? 0)) continue;
          own.set(id, packet.timestamp);
          await store.remove([id]);
        }
        await store.write(records);
      },
    };
  }),
  /** Reads the file, adds to it, writes it back. */
  'durable.written-by-all': broken(durable, () => {
    let writing: object | undefined;
    return (store) => ({
      write: async (records) => {
        if (writing !== undefined && writing !== store) return;
        writing = store;
        await store.write(records);
        writing = undefined;
      },
    });
  }),
  /** Survives without a word. */
  'durable.absent-starts-empty': {
    capabilities: memory.capabilities,
    createCollection: async () => {
      const { connect } = await durable.createCollection();
      const { capabilities } = memory;
      return { connect: async () => overriding(await connect(), { capabilities }) };
    },
  },
};
