import type { OutcomeTransport } from '@qis/core';
import type { TransportUnderTest } from '@qis/core/conformance';
import { durable, memory, withoutReplies } from './honest.ts';
import { broken, type Overrides, reading, stored } from './overriding.ts';

export const brokenLifecycle: Readonly<Record<string, TransportUnderTest>> = {
  'close.resolves': broken(memory, () => () => ({
    close: async () => {
      throw new Error('the connection was reset');
    },
  })),
  /** Closes the client that all share. */
  'close.leaves-others-open': broken(durable, () => {
    let closed = false;
    return (store) => ({
      ...failingWhen(store, () => closed),
      close: async () => {
        closed = true;
      },
    });
  }),
  /** Expects errors only. */
  'classify.takes-anything': broken(memory, () => () => ({
    classify: (cause) => ({ code: 'STORE_FAILED', retryable: (cause as Error).message === 'busy' }),
  })),
  /** Has nothing more to do. */
  'signal.aborted-write': broken(memory, () => (store) => ({
    write: async (records, options) => (options?.signal?.aborted ? undefined : store.write(records)),
  })),
  /** Answers with what it has. */
  'signal.aborted-read': broken(memory, () => (store) => ({
    search: async (query, options) =>
      options?.signal?.aborted ? { hits: [], unreadable: 0 } : store.search(query),
  })),
  /** Aborts the connection rather than the call. */
  'signal.leaves-usable': broken(memory, () => (store) => {
    let down = false;
    return {
      ...failingWhen(store, () => down),
      search: async (query, options) => {
        down ||= options?.signal?.aborted ?? false;
        return store.search(query);
      },
    };
  }),
  /** A set has no order. */
  'replies.kept': broken(
    memory,
    () => (store) =>
      reading(store, (record) => {
        const { in_reply_to, ...packet } = record.packet;
        return in_reply_to
          ? { ...record, packet: { ...packet, in_reply_to: in_reply_to.toSorted() } }
          : record;
      }),
  ),
  /** A replacement without replies leaves those of the record before. */
  'replies.replaced': broken(memory, () => (store) => ({
    write: async (records) => {
      for (const record of records) {
        const { in_reply_to } = (await stored(store, record.id))?.packet ?? {};
        await store.write([{ ...record, packet: { ...(in_reply_to && { in_reply_to }), ...record.packet } }]);
      }
    },
  })),
  /** What is wrongly declared is not refused. */
  'replies.absent-write-refused': broken(withoutReplies, () => () => ({ capabilities: { replies: true } })),
  'replies.absent-filter-refused': broken(withoutReplies, () => () => ({ capabilities: { replies: true } })),
  'embeds.absent-text-refused': broken(memory, () => () => ({
    capabilities: { replies: true, embeds: true },
  })),
  'embeds.absent-vectorless-refused': broken(memory, () => () => ({
    capabilities: { replies: true, embeds: true },
  })),
};

function failingWhen(store: OutcomeTransport, isDown: () => boolean): Overrides {
  const up = (): OutcomeTransport => {
    if (isDown()) throw new Error('the connection is closed');
    return store;
  };
  return {
    write: async (records) => up().write(records),
    search: async (query) => up().search(query),
    scan: async (query) => up().scan(query),
    get: async (ids, options) => up().get(ids, options),
    remove: async (ids) => up().remove(ids),
    stats: async (options) => up().stats(options),
  };
}
