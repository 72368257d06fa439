import type { OutcomeRecord } from '@qis/core';
import type { TransportUnderTest } from '@qis/core/conformance';
import { memory } from './honest.ts';
import { broken, everything, finding, reading } from './overriding.ts';

export const brokenSearch: Readonly<Record<string, TransportUnderTest>> = {
  /** Rescales to 0..1. */
  'search.scores-cosine': broken(
    memory,
    () => (store) =>
      finding(store, ({ hits, unreadable }) => ({
        hits: hits.map((hit) => ({ ...hit, score: (hit.score + 1) / 2 })),
        unreadable,
      })),
  ),
  'search.orders-by-score': broken(
    memory,
    () => (store) => finding(store, ({ hits, unreadable }) => ({ hits: hits.toReversed(), unreadable })),
  ),
  'search.orders-equals-by-id': broken(
    memory,
    () => (store) =>
      finding(store, ({ hits, unreadable }) => ({
        hits: hits.toSorted((a, b) => b.score - a.score || (a.id < b.id ? 1 : -1)),
        unreadable,
      })),
  ),
  'search.fills-limit': broken(memory, () => (store) => ({
    search: (query) => store.search({ ...query, limit: query.limit + 1 }),
  })),
  /** The server has a highest limit. */
  'search.limit-beyond-store': broken(memory, () => (store) => ({
    search: async (query) => {
      if (query.limit > 5_000) throw new Error('limit is too high');
      return store.search(query);
    },
  })),
  /** There is no index before the first record. */
  'search.empty-store': broken(memory, () => (store) => ({
    search: async (query) => {
      if ((await everything(store)).length === 0) throw new Error('no such index');
      return store.search(query);
    },
  })),
  /** Counts what it left out for any reason. */
  'search.counts-unreadable': broken(memory, () => (store) => ({
    search: async (query) => {
      const { hits } = await store.search(query);
      return { hits, unreadable: (await everything(store)).length - hits.length };
    },
  })),
  /** Takes what points away for nothing. */
  'search.negative-scores': broken(
    memory,
    () => (store) =>
      finding(store, ({ hits, unreadable }) => ({
        hits: hits.filter((hit) => hit.score > -0.99),
        unreadable,
      })),
  ),
  'search.omits-vectors': broken(memory, () => (store) => ({
    search: (query) => store.search({ ...query, withVectors: true }),
  })),
  /** Vectors as JSON brings them. */
  'search.with-vectors': broken(
    memory,
    () => (store) =>
      finding(store, ({ hits, unreadable }) => ({
        hits: hits.map((hit) => (hit.vector ? { ...hit, vector: [...hit.vector] as never } : hit)),
        unreadable,
      })),
  ),
  /** Hands out its own arrays. */
  'search.gives-copies': broken(memory, () => (store) => {
    const own = new Map<string, Float32Array>();
    return reading(store, <R extends OutcomeRecord>(record: R): R => {
      if (!record.vector) return record;
      const vector = own.get(record.id) ?? record.vector;
      own.set(record.id, vector);
      return { ...record, vector };
    });
  }),
};
