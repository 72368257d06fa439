import type { TransportUnderTest } from '@qis/core/conformance';
import { memory } from './honest.ts';
import { broken, everything, stored } from './overriding.ts';

export const brokenGet: Readonly<Record<string, TransportUnderTest>> = {
  /** In the store's own order. */
  'get.in-order': broken(memory, () => (store) => ({
    get: async (ids, options) => (await store.get(ids, options)).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  })),
  /** Asks for one after the other. */
  'get.each-once': broken(memory, () => (store) => ({
    get: async (ids, options) => (await Promise.all(ids.map((id) => store.get([id], options)))).flat(),
  })),
  'get.leaves-out-unknown': broken(memory, () => (store) => ({
    get: async (ids, options) => {
      for (const id of ids) if (!(await stored(store, id))) throw new Error('not found');
      return store.get(ids, options);
    },
  })),
  'get.leaves-out-expired': broken(memory, () => (store) => ({
    get: (ids, options) => store.get(ids, { ...options, includeExpired: true }),
  })),
  'get.includes-expired': broken(memory, () => (store) => ({
    get: (ids, { now, withVectors = false }) => store.get(ids, { now, withVectors }),
  })),
  'get.omits-vectors': broken(memory, () => (store) => ({
    get: (ids, options) => store.get(ids, { ...options, withVectors: true }),
  })),
  'get.with-vectors': broken(memory, () => (store) => ({
    get: (ids, options) => store.get(ids, { ...options, withVectors: false }),
  })),
  /** No condition is no restriction. */
  'get.takes-none': broken(memory, () => (store) => ({
    get: async (ids, options) =>
      store.get(ids.length > 0 ? ids : (await everything(store)).map(({ id }) => id), options),
  })),
  'get.takes-many': broken(memory, () => (store) => ({
    get: (ids, options) => store.get(ids.slice(0, 500), options),
  })),
};
