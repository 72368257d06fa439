import type { Filter, OutcomeTransport, ScanQuery } from '@qis/core';
import { matchesFilter, type OutcomeRecord } from '@qis/core';
import type { TransportUnderTest } from '@qis/core/conformance';
import { memory } from './honest.ts';
import { broken, everything, type Overrides, stored } from './overriding.ts';

export const brokenScan: Readonly<Record<string, TransportUnderTest>> = {
  /** Off by one at every page. */
  'scan.everything-once': broken(memory, () => (store) => ({
    scan: async (query) => {
      const page = await store.scan(query);
      return query.cursor === undefined ? page : { ...page, records: page.records.slice(1) };
    },
  })),
  'scan.keeps-limit': broken(memory, () => (store) => ({
    scan: (query) => store.scan({ ...query, limit: query.limit * 2 }),
  })),
  /** An empty page leads to itself. */
  'scan.comes-to-an-end': broken(memory, () => (store) => ({
    scan: async (query) => {
      const page = await store.scan(query);
      return page.records.length > 0 ? page : { ...page, cursor: query.cursor ?? '-1' };
    },
  })),
  /** Filters a page after it was cut, and takes an empty one for the last. */
  'scan.filters-across-pages': broken(memory, () => (store) => ({
    scan: async (query) => {
      const { now, includeExpired = false } = query.filter;
      const { cursor, ...page } = await store.scan({ ...query, filter: { now, includeExpired } });
      const records = page.records.filter((record) => matchesFilter(query.filter, record));
      return { ...page, records, ...(cursor !== undefined && records.length > 0 && { cursor }) };
    },
  })),
  /** Counts positions. */
  'scan.stays-while-others-leave': broken(memory, () => (store) => byPosition(store, (records) => records)),
  /** Counts positions from the newest on. */
  'scan.stays-while-others-come': broken(
    memory,
    () => (store) => byPosition(store, (records) => records.toReversed()),
  ),
  /** Replacing is removing and adding: what is behind the cursor comes once more. */
  'scan.stays-while-renewed': broken(memory, () => (store) => ({
    write: async (records) => {
      for (const record of records) {
        const old = await stored(store, record.id);
        if (old && old.packet.timestamp <= record.packet.timestamp) await store.remove([record.id]);
      }
      await store.write(records);
    },
  })),
  /** The server forgets a cursor that was used. */
  'scan.repeats-a-page': broken(memory, () => (store) => {
    const used = new Set<string>();
    return {
      scan: async (query) => {
        if (query.cursor !== undefined && used.has(query.cursor)) throw new Error('no such cursor');
        const page = await store.scan(query);
        if (query.cursor !== undefined) used.add(query.cursor);
        // Another scan begins anew.
        if (page.cursor === undefined || query.cursor === undefined) used.clear();
        return page;
      },
    };
  }),
  /** There is one scan at a time. */
  'scan.interleaves': broken(memory, () => (store) => {
    let filter: Filter = { now: 0 };
    return {
      scan: (query) => {
        if (query.cursor === undefined) filter = query.filter;
        return store.scan({ ...query, filter });
      },
    };
  }),
  'scan.omits-vectors': broken(memory, () => (store) => ({
    scan: (query) => store.scan({ ...query, withVectors: true }),
  })),
  'scan.with-vectors': broken(memory, () => (store) => ({
    scan: (query) => store.scan({ ...query, withVectors: false }),
  })),
  /** One shape for everything that is read. */
  'scan.shows-no-scores': broken(memory, () => (store) => ({
    get: async (ids, options) => (await store.get(ids, options)).map((record) => ({ ...record, score: 0 })),
  })),
};

function byPosition(
  store: OutcomeTransport,
  order: (records: readonly OutcomeRecord[]) => readonly OutcomeRecord[],
): Overrides {
  return {
    scan: async ({ filter, limit, cursor = '0', withVectors = false }: ScanQuery) => {
      const start = Number(cursor);
      const all = order((await everything(store)).filter((record) => matchesFilter(filter, record)));
      const ids = all.slice(start, start + limit).map(({ id }) => id);
      const records = await store.get(ids, { now: 0, includeExpired: true, withVectors });
      return { records, unreadable: 0, ...(start + limit < all.length && { cursor: String(start + limit) }) };
    },
  };
}
