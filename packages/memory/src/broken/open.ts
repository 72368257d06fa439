import type { Fingerprint, OutcomeRecord } from '@qis/core';
import type { TransportUnderTest } from '@qis/core/conformance';
import { durable, memory } from './honest.ts';
import { broken, everything } from './overriding.ts';

/** The record in which a store might keep its fingerprint. */
const MARKER: OutcomeRecord = {
  id: '00000000-0000-4000-8000-000000000000',
  packet: {
    problem_description: 'fingerprint',
    outcome_type: 'open',
    confidence: 1,
    delta_summary: '',
    domain_tags: [],
    timestamp: 1_763_900_000,
    agent_id: '',
    ttl: 31_536_000,
  },
  voter: '',
  expires_at: 1_763_900_000 + 31_536_000,
};

export const brokenOpen: Readonly<Record<string, TransportUnderTest>> = {
  /** Learns what it can do from the server. */
  'open.declares-itself': broken(memory, () => (store) => {
    let opened = false;
    return {
      get capabilities() {
        return opened ? store.capabilities : {};
      },
      open: async (options) => {
        opened = true;
        return store.open(options);
      },
    };
  }),
  /** Keeps a record of its own, until there are others. */
  'open.creates-empty': broken(memory, () => (store) => ({
    open: async (options) => {
      const opened = await store.open(options);
      const vector = new Float32Array(options.fingerprint?.dimensions ?? 0).fill(0.1);
      await store.write([{ ...MARKER, vector }]);
      return opened;
    },
    write: async (records) => {
      await store.remove([MARKER.id]);
      await store.write(records);
    },
  })),
  /** Keeps more in the same place. */
  'open.returns-fingerprint': broken(memory, () => (store) => ({
    open: async (options) => {
      const { fingerprint } = await store.open(options);
      return { fingerprint: { ...(fingerprint as Fingerprint), created: 'today' } };
    },
  })),
  /** Takes every opener for the first while nothing is written. */
  'open.keeps-fingerprint': broken(durable, () => {
    let kept: Fingerprint | undefined;
    return (store) => ({
      open: async (options) => {
        await store.open(options);
        if (!kept || (await everything(store)).length === 0) kept = options.fingerprint;
        return kept ? { fingerprint: kept } : {};
      },
    });
  }),
  /** Believes the opener, once there are packets. */
  'open.keeps-fingerprint-of-packets': broken(durable, () => (store) => ({
    open: async ({ fingerprint }) => {
      const opened = await store.open({ ...(fingerprint && { fingerprint }) });
      const full = (await everything(store)).length > 0;
      return full && fingerprint ? { fingerprint } : opened;
    },
  })),
  /** Creates without "if not exists". */
  'open.races-alike': broken(durable, () => {
    let creating = false;
    return (store) => ({
      open: async (options) => {
        if (creating) throw new Error('the collection exists already');
        creating = true;
        const opened = await store.open(options);
        creating = false;
        return opened;
      },
    });
  }),
  /** Looks, then stores: two can look before either stores. */
  'open.races-apart': broken(durable, () => {
    let kept: Fingerprint | undefined;
    return (store) => ({
      open: async (options) => {
        const seen = kept;
        await store.open(options);
        kept ??= options.fingerprint;
        const fingerprint = seen ?? options.fingerprint;
        return fingerprint ? { fingerprint } : {};
      },
    });
  }),
};
