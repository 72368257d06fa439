import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { ManagedTransport, OutcomeError, type OutcomeRecord, type OutcomeTransport } from '@qis/core';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { FINGERPRINT, NOW, record, vectorOf } from './fault-records.ts';

/** A transport over a server, and how to reach it by another address. */
export interface UnderFaults {
  /** `HOST:PORT` of the server. */
  readonly server: string;
  /** An instance over one new collection, always the same for all addresses; not opened. */
  connect(address: string): Promise<OutcomeTransport>;
}

/** What a transport makes of a bad way to its server. */
export interface FaultCase {
  readonly sentence: string;
  /** Rejects where the transport does something else. Each run needs a collection of its own. */
  run(under: UnderFaults): Promise<void>;
}

/** How long a call may take, in milliseconds, in most cases. */
const DEADLINE_MS = 500;
/** What a call that must end by its deadline may take on a machine with much else to do. */
const PATIENCE = 5;

export const faultCases: readonly FaultCase[] = [
  {
    sentence: 'Answers that come late, but in time, are answers.',
    run: (under) =>
      withFaults(under, async ({ store, proxy, direct }) => {
        await direct.write(records(3));
        proxy.inject({ kind: 'latency', ms: 60 });
        assert.equal(await found(store(10_000)), 3);
        assert.ok(proxy.struck > 0);
      }),
  },
  {
    sentence: 'In a black hole every call ends by its deadline, and says that it may be tried again.',
    run: (under) =>
      withFaults(under, async ({ store, proxy, direct }) => {
        await direct.write(records(3));
        const hurried = store(DEADLINE_MS);
        await hurried.open();
        proxy.inject({ kind: 'black hole' });
        const calls = { ...callsOf(hurried), open: () => store(DEADLINE_MS).open() };
        await Promise.all(Object.entries(calls).map(([verb, call]) => endsByDeadline(verb, call)));
        proxy.heal();
        assert.equal(await found(store(10_000)), 3);
      }),
  },
  {
    sentence: 'A call that gave up holds no connection of its own.',
    run: (under) =>
      withFaults(under, async ({ store, proxy }) => {
        const hurried = store(DEADLINE_MS);
        await hurried.open();
        proxy.inject({ kind: 'black hole' });
        await Promise.allSettled(Array.from({ length: 6 }, () => found(hurried)));
        assert.ok(proxy.struck > 0);
        // gRPC has all its calls on one.
        for (let tries = 0; proxy.hanging > 1; tries++) {
          assert.ok(tries < 100, `${proxy.hanging} connections are left of 6 calls that gave up`);
          await sleep(20);
        }
      }),
  },
  {
    sentence: 'An answer that trickles ends by the deadline, too.',
    run: (under) =>
      withFaults(under, async ({ store, proxy, direct }) => {
        await direct.write(records(20));
        const hurried = store(DEADLINE_MS);
        await hurried.open();
        proxy.inject({ kind: 'slow body', ms: 30 });
        await endsByDeadline('search', () => found(hurried));
      }),
  },
  {
    sentence: 'A reset in the middle of an answer is made good by the next try, and nothing is there twice.',
    run: (under) =>
      withFaults(under, async ({ store, proxy }) => {
        const patient = store(10_000);
        await patient.open();
        for (const [n, [verb, call]] of Object.entries(callsOf(patient)).entries()) {
          proxy.inject({ kind: 'reset' }, 1);
          await call();
          assert.equal(proxy.struck, 1, `${verb} (${n}) to be struck`);
        }
        proxy.heal();
        assert.equal(await found(patient), 3);
        assert.equal((await patient.stats({ now: NOW })).packets, 3);
      }),
  },
  {
    sentence: 'Where every answer is reset, the store counts as unavailable for now.',
    run: (under) =>
      withFaults(under, async ({ store, proxy }) => {
        const patient = store(10_000);
        await patient.open();
        proxy.inject({ kind: 'reset' });
        for (const [verb, call] of Object.entries(callsOf(patient))) {
          const error = await errorOf(call());
          assert.deepEqual([verb, error.code, error.retryable], [verb, 'STORE_UNAVAILABLE', true]);
        }
        proxy.heal();
        assert.equal((await patient.stats({ now: NOW })).packets, 3);
      }),
  },
  {
    sentence: 'A deposit whose answer was lost can be deposited again, and is there once.',
    run: (under) =>
      withFaults(under, async ({ store, proxy, direct }) => {
        const hurried = store(DEADLINE_MS);
        await hurried.open();
        proxy.inject({ kind: 'lost answers' });
        await endsByDeadline('write', () => hurried.write(records(3)));
        proxy.heal();
        await store(10_000).write(records(3));
        assert.equal(await found(direct), 3);
        assert.equal((await direct.stats({ now: NOW })).packets, 3);
      }),
  },
  {
    sentence: 'Where nobody listens, the store is unavailable, and it may be tried again.',
    run: (under) =>
      withFaults(under, async ({ store, proxy }) => {
        await proxy.close();
        const error = await errorOf(store(10_000).open());
        assert.deepEqual([error.code, error.retryable], ['STORE_UNAVAILABLE', true]);
      }),
  },
];

interface Setting {
  readonly proxy: FaultProxy;
  /** Past the proxy. */
  readonly direct: ManagedTransport;
  /** A new instance, through the proxy. */
  store(deadlineMs: number): ManagedTransport;
}

async function withFaults(under: UnderFaults, run: (setting: Setting) => Promise<void>): Promise<void> {
  const proxy = await startFaultProxy(under.server);
  const stores: ManagedTransport[] = [];
  const managed = async (address: string): Promise<(deadlineMs: number) => ManagedTransport> => {
    const instances = await Promise.all(Array.from({ length: 3 }, () => under.connect(address)));
    return (deadlineMs) => {
      const transport = instances.pop();
      if (!transport) throw new Error('A case uses three instances at most.');
      const store = new ManagedTransport(transport, { fingerprint: async () => FINGERPRINT, deadlineMs });
      stores.push(store);
      return store;
    };
  };
  try {
    const direct = (await managed(under.server))(10_000);
    await direct.open(); // so that the collection is there
    await run({ proxy, direct, store: await managed(proxy.address) });
  } finally {
    proxy.heal();
    await Promise.allSettled(stores.map((store) => store.close()));
    await proxy.close();
  }
}

function records(count: number): OutcomeRecord[] {
  return Array.from({ length: count }, (_, n) => record(n));
}

function callsOf(store: ManagedTransport): Record<string, () => Promise<unknown>> {
  const filter = { now: NOW };
  return {
    write: () => store.write(records(3)),
    search: () => found(store),
    scan: () => store.scan({ limit: 10, filter }),
    get: () => store.get([record(1).id], { now: NOW }),
    stats: () => store.stats({ now: NOW }),
    remove: () => store.remove([record(99).id]),
  };
}

async function found(store: ManagedTransport): Promise<number> {
  const { hits } = await store.search({ vector: vectorOf(1), limit: 10, filter: { now: NOW } });
  return new Set(hits.map(({ id }) => id)).size;
}

async function endsByDeadline(verb: string, call: () => Promise<unknown>): Promise<void> {
  const began = performance.now();
  const error = await errorOf(call());
  const took = performance.now() - began;
  assert.deepEqual([verb, error.code, error.retryable], [verb, 'STORE_TIMEOUT', true]);
  assert.ok(took < PATIENCE * DEADLINE_MS, `${verb} took ${Math.round(took)} ms of ${DEADLINE_MS}`);
}

async function errorOf(call: Promise<unknown>): Promise<OutcomeError> {
  const error = await call.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  );
  assert.ok(OutcomeError.isInstance(error), String(error));
  return error;
}
