import type { OutcomeRecord, OutcomeTransport } from '@qis/core';
import type { TransportUnderTest } from '@qis/core/conformance';
import { memory } from './honest.ts';
import { broken, finding, type Overrides, reading, stored } from './overriding.ts';

export const brokenWrite: Readonly<Record<string, TransportUnderTest>> = {
  /** A single record waits for the next write before it is searched. */
  'write.visible-at-once': broken(memory, () => (store) => {
    let waiting: string | undefined;
    return {
      write: (records) => {
        waiting = records.length === 1 ? records[0]?.id : undefined;
        return store.write(records);
      },
      ...finding(store, ({ hits, unreadable }) => ({
        hits: hits.filter(({ id }) => id !== waiting),
        unreadable,
      })),
    };
  }),
  /** Single precision. */
  'write.keeps-numbers': broken(
    memory,
    () => (store) =>
      reading(store, (record) => ({
        ...record,
        packet: { ...record.packet, confidence: Math.fround(record.packet.confidence) },
      })),
  ),
  /** Normalises. */
  'write.keeps-text': broken(
    memory,
    () => (store) =>
      reading(store, (record) => ({
        ...record,
        packet: { ...record.packet, delta_summary: record.packet.delta_summary.normalize('NFC') },
      })),
  ),
  /** Joins tags, and splits nothing into one empty tag. */
  'write.keeps-emptiness': broken(
    memory,
    () => (store) =>
      reading(store, (record) => ({
        ...record,
        packet: {
          ...record.packet,
          domain_tags: record.packet.domain_tags.length ? record.packet.domain_tags : [''],
        },
      })),
  ),
  /** A set of tags. */
  'write.keeps-tags': broken(
    memory,
    () => (store) =>
      reading(store, (record) => ({
        ...record,
        packet: { ...record.packet, domain_tags: [...new Set(record.packet.domain_tags)] },
      })),
  ),
  /** Knows ids of one version only. */
  'write.keeps-ids': broken(
    memory,
    () => (store) =>
      reading(store, (record) => ({ ...record, id: `${record.id.slice(0, 14)}4${record.id.slice(15)}` })),
  ),
  /** "On conflict do nothing", of the older. */
  'write.replaces-older': broken(memory, () => (store) => skipping(store, (old, now) => old < now)),
  /** "Replace where newer", which leaves out equal. */
  'write.replaces-equal': broken(memory, () => (store) => skipping(store, (old, now) => old === now)),
  /** The last writer wins. */
  'write.keeps-newer': broken(memory, () => (store) => forcing(store, (old, now) => old >= now + 1)),
  /** Compares whole seconds. */
  'write.orders-by-fractions': broken(
    memory,
    () => (store) => forcing(store, (old, now) => Math.floor(old) === Math.floor(now)),
  ),
  /** Tags are kept apart, and added to. */
  'write.replaces-whole': broken(memory, () => (store) => {
    const tags = new Map<string, readonly string[]>();
    return {
      write: async (records) => {
        for (const { id, packet } of records) tags.set(id, [...(tags.get(id) ?? []), ...packet.domain_tags]);
        await store.write(records);
      },
      search: async (query) => {
        const { domainTags, ...filter } = query.filter;
        const { hits, unreadable } = await store.search({ ...query, filter, limit: 10_000 });
        const passing = hits.filter(
          ({ id }) => !domainTags || domainTags.some((tag) => tags.get(id)?.includes(tag)),
        );
        return { hits: passing.slice(0, query.limit), unreadable };
      },
    };
  }),
  /** All or nothing, and a stale record means nothing. */
  'write.stale-costs-no-other': broken(memory, () => (store) => ({
    write: async (records) => {
      for (const { id, packet } of records) {
        if (records.length > 1 && ((await stored(store, id))?.packet.timestamp ?? 0) > packet.timestamp)
          return;
      }
      await store.write(records);
    },
  })),
  /** Keeps the first of each id. */
  'write.takes-an-id-twice': broken(memory, () => (store) => ({
    write: (records) =>
      store.write([...new Map(records.toReversed().map((record) => [record.id, record])).values()]),
  })),
  /** The server takes 500. */
  'write.takes-many': broken(memory, () => (store) => ({
    write: (records) => store.write(records.slice(0, 500)),
  })),
  /** The server refuses an empty list. */
  'write.takes-none': broken(memory, () => (store) => ({
    write: async (records) => {
      if (records.length === 0) throw new Error('ids must not be empty');
      await store.write(records);
    },
  })),
  /** Reads a file, adds to it, writes it back. */
  'write.at-once': broken(memory, () => (store) => {
    let busy: readonly string[] = [];
    return {
      write: async (records) => {
        if (busy.length > 0 && !records.some(({ id }) => busy.includes(id))) return;
        busy = records.map(({ id }) => id);
        await store.write(records);
        busy = [];
      },
    };
  }),
  /** Looks at the stored timestamp, then writes whatever has come between. */
  'write.at-once-newest-wins': broken(memory, () => (store) => ({
    write: async (records) => {
      for (const record of records) {
        if (((await stored(store, record.id))?.packet.timestamp ?? 0) > record.packet.timestamp) continue;
        await Promise.all([store.remove([record.id]), store.write([record])]);
      }
    },
  })),
  /** Readers wait for nobody: they are refused while the table is locked. */
  'write.leaves-reads-open': broken(memory, () => (store) => {
    let locked = false;
    return {
      write: async (records) => {
        locked = true;
        await Promise.resolve();
        await store.write(records);
        locked = false;
      },
      scan: async (query) => {
        if (locked) throw new Error('the table is locked');
        return store.scan(query);
      },
    };
  }),
  /** Keeps the caller's arrays, and indexes them before a search. */
  'write.copies-vectors': broken(memory, () => (store) => {
    const kept = new Map<string, OutcomeRecord>();
    return {
      write: async (records) => {
        for (const record of records) kept.set(record.id, record);
        await store.write(records);
      },
      search: async (query) => {
        for (const record of kept.values()) if (await stored(store, record.id)) await store.write([record]);
        return store.search(query);
      },
    };
  }),
  /** Takes the buffer from its beginning. */
  'write.takes-vector-views': broken(memory, () => (store) => ({
    write: (records) =>
      store.write(
        records.map((record) =>
          record.vector
            ? { ...record, vector: new Float32Array(record.vector.buffer, 0, record.vector.length) }
            : record,
        ),
      ),
  })),
};

type Compare = (stored: number, written: number) => boolean;

/** Does not write a record over one whose timestamp compares like this. */
function skipping(store: OutcomeTransport, skips: Compare): Overrides {
  return {
    write: async (records) => {
      for (const record of records) {
        const old = await stored(store, record.id);
        if (!old || !skips(old.packet.timestamp, record.packet.timestamp)) await store.write([record]);
      }
    },
  };
}

/** Writes a record over one whose timestamp compares like this, newer or not. */
function forcing(store: OutcomeTransport, forces: Compare): Overrides {
  return {
    write: async (records) => {
      for (const record of records) {
        const old = await stored(store, record.id);
        if (old && forces(old.packet.timestamp, record.packet.timestamp)) await store.remove([record.id]);
        await store.write([record]);
      }
    },
  };
}
