import type { Filter, OutcomeRecord, OutcomeTransport, SearchResult } from '@qis/core';
import type { TransportUnderTest } from '@qis/core/conformance';

/** Members that replace those of a transport. */
export type Overrides = Partial<OutcomeTransport>;

/** The transport, but for some members. */
export function overriding(transport: OutcomeTransport, overrides: Overrides): OutcomeTransport {
  return new Proxy(transport, {
    get: (target, member) => {
      if (member in overrides) return Reflect.get(overrides, member);
      const value: unknown = Reflect.get(target, member);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Every instance of an honest transport, broken in one way. Instances over one collection share what `how` closes over. */
export function broken(
  base: TransportUnderTest,
  how: () => (store: OutcomeTransport) => Overrides,
): TransportUnderTest {
  return {
    capabilities: base.capabilities,
    createCollection: async () => {
      const collection = await base.createCollection();
      const breaks = how();
      return {
        ...collection,
        connect: async () => {
          const store = await collection.connect();
          return overriding(store, breaks(store));
        },
      };
    },
  };
}

/** Alters every record that is read. */
export function reading(
  store: OutcomeTransport,
  alter: <R extends OutcomeRecord>(record: R) => R,
): Overrides {
  return {
    search: async (query) => {
      const { hits, ...rest } = await store.search(query);
      return { ...rest, hits: hits.map(alter) };
    },
    scan: async (query) => {
      const { records, ...rest } = await store.scan(query);
      return { ...rest, records: records.map(alter) };
    },
    get: async (ids, options) => (await store.get(ids, options)).map(alter),
  };
}

/** Searches and scans by another filter, and keeps of that only some. */
export function filtering(
  store: OutcomeTransport,
  alter: (filter: Filter) => Filter,
  keep: (filter: Filter, record: OutcomeRecord) => boolean = () => true,
): Overrides {
  return {
    search: async (query) => {
      const { hits, ...rest } = await store.search({ ...query, filter: alter(query.filter), limit: 10_000 });
      return { ...rest, hits: hits.filter((hit) => keep(query.filter, hit)).slice(0, query.limit) };
    },
    scan: async (query) => {
      const { records, ...rest } = await store.scan({ ...query, filter: alter(query.filter) });
      return { ...rest, records: records.filter((record) => keep(query.filter, record)) };
    },
  };
}

/** Loses some of what passes. */
export function keeping(
  store: OutcomeTransport,
  keep: (filter: Filter, record: OutcomeRecord) => boolean,
): Overrides {
  return filtering(store, (filter) => filter, keep);
}

/** Alters what a search found. */
export function finding(store: OutcomeTransport, alter: (result: SearchResult) => SearchResult): Overrides {
  return { search: async (query) => alter(await store.search(query)) };
}

/** What is stored under an id, expired or not, with its vector. */
export async function stored(store: OutcomeTransport, id: string): Promise<OutcomeRecord | undefined> {
  return (await store.get([id], { now: 0, includeExpired: true, withVectors: true }))[0];
}

/** Everything stored. */
export async function everything(store: OutcomeTransport): Promise<readonly OutcomeRecord[]> {
  return (await store.scan({ limit: 10_000, filter: { now: 0, includeExpired: true } })).records;
}
