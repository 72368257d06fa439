import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { ManagedTransport, OutcomeError } from '@qis/core';
import type { UnderFaults } from './fault-cases.ts';
import { type Fault, startFaultProxy } from './fault-proxy.ts';
import { FINGERPRINT, NOW, record, vectorOf } from './fault-records.ts';

export interface StormReport {
  readonly deposits: number;
  readonly searches: number;
  /** How often a call failed, by the code of its error. */
  readonly failures: Readonly<Record<string, number>>;
  readonly faults: number;
  /** Milliseconds of the longest call. */
  readonly slowest: number;
}

export interface StormOptions {
  readonly seconds: number;
  /** 0 to 1. */
  readonly random: () => number;
}

const DEADLINE_MS = 1_000;
const PATIENCE = 5;
const WRITERS = 4;
const READERS = 4;
const FAULTS: readonly Fault[] = [
  { kind: 'latency', ms: 150 },
  { kind: 'black hole' },
  { kind: 'lost answers' },
  { kind: 'reset' },
  { kind: 'slow body', ms: 20 },
];
/** What a bad way to the server may be called. Anything else is a mistake of the transport's. */
const CODES = ['STORE_UNAVAILABLE', 'STORE_TIMEOUT'];

/**
 * One fault after the other, drawn at random, with callers on. At the end all that was acknowledged is there, and
 * nothing is there twice.
 */
export async function faultStorm(
  under: UnderFaults,
  { seconds, random }: StormOptions,
): Promise<StormReport> {
  const proxy = await startFaultProxy(under.server);
  const managed = async (address: string, deadlineMs: number): Promise<ManagedTransport> =>
    new ManagedTransport(await under.connect(address), { fingerprint: async () => FINGERPRINT, deadlineMs });
  const direct = await managed(under.server, 60_000);
  await direct.open();
  const until = performance.now() + 1_000 * seconds;
  const acknowledged = new Set<string>();
  const failures: Record<string, number> = {};
  let [next, deposits, searches, faults, slowest] = [0, 0, 0, 0, 0];

  const timed = async (call: () => Promise<unknown>): Promise<boolean> => {
    const began = performance.now();
    const error = await call().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    slowest = Math.max(slowest, performance.now() - began);
    if (error === undefined) return true;
    assert.ok(OutcomeError.isInstance(error), String(error));
    assert.ok(CODES.includes(error.code) && error.retryable, `${error.code}: ${error.message}`);
    failures[error.code] = (failures[error.code] ?? 0) + 1;
    return false;
  };
  const write = async (): Promise<void> => {
    const store = await managed(proxy.address, DEADLINE_MS);
    while (performance.now() < until) {
      const deposit = record(next++);
      // As an agent does: again, until it is acknowledged.
      while (!(await timed(() => store.write([deposit])))) if (performance.now() > until) return;
      acknowledged.add(deposit.id);
      deposits++;
    }
  };
  const read = async (): Promise<void> => {
    const store = await managed(proxy.address, DEADLINE_MS);
    const query = { vector: vectorOf(1), limit: 20, filter: { now: NOW } };
    while (performance.now() < until) if (await timed(() => store.search(query))) searches++;
  };
  const storm = async (): Promise<void> => {
    while (performance.now() < until) {
      await sleep(200 + 800 * random());
      proxy.inject(FAULTS[Math.floor(random() * FAULTS.length)] as Fault);
      await sleep(200 + 1_300 * random());
      faults++;
      proxy.heal();
    }
  };
  const callers = [
    ...Array.from({ length: WRITERS }, write),
    ...Array.from({ length: READERS }, read),
    storm(),
  ];
  await Promise.all(callers);
  await proxy.close();
  assert.ok(slowest < PATIENCE * DEADLINE_MS, `a call took ${Math.round(slowest)} ms`);
  await assertEachOnce(direct, acknowledged);
  await direct.close();
  return { deposits, searches, failures, faults, slowest };
}

async function assertEachOnce(store: ManagedTransport, acknowledged: ReadonlySet<string>): Promise<void> {
  const seen = new Set<string>();
  let cursor: string | undefined;
  do {
    const from = cursor === undefined ? {} : { cursor };
    const page = await store.scan({ limit: 500, filter: { now: NOW }, ...from });
    for (const { id } of page.records) {
      assert.ok(!seen.has(id), `${id} is there twice`);
      seen.add(id);
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  for (const id of acknowledged) assert.ok(seen.has(id), `${id} was acknowledged and is lost`);
  assert.equal((await store.stats({ now: NOW })).packets, seen.size);
}
