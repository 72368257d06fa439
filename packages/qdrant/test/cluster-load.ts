import { setTimeout as sleep } from 'node:timers/promises';
import { ManagedTransport, OutcomeError, type OutcomeRecord } from '@qis/core';
import { type ConnectOptions, connectQdrant } from '../src/index.ts';
import { Acknowledged } from './acknowledged.ts';
import { FINGERPRINT, idOf, NOW, record, vectorOf } from './records.ts';

/** As long as a hung node may keep the others waiting before they give it up, and then some. Milliseconds. */
const DEADLINE_MS = 30_000;
/** One deposit in so many renews an older one. */
const RENEWED = 4;

/** What happened since it was last asked for. */
export interface Tally {
  deposits: number;
  reads: number;
  /** The longest call of each kind, in milliseconds. */
  slowestDeposit: number;
  slowestRead: number;
  /** What was not answered in spite of retries. */
  refusedDeposits: OutcomeError[];
  failedReads: OutcomeError[];
}

function noTally(): Tally {
  return {
    deposits: 0,
    reads: 0,
    slowestDeposit: 0,
    slowestRead: 0,
    refusedDeposits: [],
    failedReads: [],
  };
}

/** Agents that deposit and query without a pause that anybody would notice, each as a program of its own would. */
export class ClusterLoad {
  readonly ledger: Acknowledged = new Acknowledged();
  readonly #stores: readonly ManagedTransport[];
  #tally = noTally();
  #stopped = false;
  #n = 0;
  #running: Promise<unknown> | undefined;

  private constructor(stores: readonly ManagedTransport[]) {
    this.#stores = stores;
  }

  /** @param writers how many deposit; as many query. */
  static async over(url: string, writers: number, options: ConnectOptions): Promise<ClusterLoad> {
    const connected = Array.from({ length: 2 * writers }, () => connectQdrant(url, options));
    const stores = (await Promise.all(connected)).map(
      (transport) =>
        new ManagedTransport(transport, { fingerprint: async () => FINGERPRINT, deadlineMs: DEADLINE_MS }),
    );
    await Promise.all(stores.map((store) => store.open()));
    return new ClusterLoad(stores);
  }

  begin(): void {
    this.#running = Promise.all(
      this.#stores.map((store, i) => this.#repeat(() => (i % 2 ? this.#read(store) : this.#deposit(store)))),
    );
  }

  /** Resolves when the calls under way have ended. */
  async end(): Promise<void> {
    this.#stopped = true;
    await this.#running;
    await Promise.all(this.#stores.map((store) => store.close()));
  }

  /** What happened since the last time. */
  tally(): Tally {
    const tally = this.#tally;
    this.#tally = noTally();
    return tally;
  }

  async #repeat(call: () => Promise<void>): Promise<void> {
    while (!this.#stopped) {
      await call();
      await sleep(10);
    }
  }

  async #deposit(store: ManagedTransport): Promise<void> {
    const deposited = this.#next();
    this.ledger.send(deposited);
    const began = performance.now();
    const refusal = await failureOf(store.write([deposited]));
    const tally = this.#tally;
    tally.slowestDeposit = Math.max(tally.slowestDeposit, performance.now() - began);
    if (refusal) {
      tally.refusedDeposits.push(refusal);
    } else {
      tally.deposits++;
      this.ledger.acknowledge(deposited);
    }
  }

  /** By turns a search, and one of the packets that must be there. */
  async #read(store: ManagedTransport): Promise<void> {
    const n = this.#n;
    const { ids } = this.ledger;
    const id = ids[(n * 7_919) % Math.max(1, ids.length)] ?? idOf(0);
    const began = performance.now();
    const failure = await failureOf(
      n % 2
        ? store.search({ vector: vectorOf(n), limit: 10, filter: { now: NOW } })
        : store.get([id], { now: NOW }).then((found) => {
            if (ids.length > 0 && found.length === 0) throw new Error(`${id} is not found while it is there`);
          }),
    );
    const tally = this.#tally;
    tally.slowestRead = Math.max(tally.slowestRead, performance.now() - began);
    if (failure) tally.failedReads.push(failure);
    else tally.reads++;
  }

  #next(): OutcomeRecord {
    const n = ++this.#n;
    const timestamp = NOW - 86_400 + n / 1_000;
    const number = n % RENEWED === 0 ? Math.floor(n / 2) : n;
    return record(number, { timestamp, delta_summary: `version ${n}`, ttl: 31_536_000 });
  }
}

/** Any other error is not the store's, and ends the proof. */
async function failureOf(call: Promise<unknown>): Promise<OutcomeError | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (OutcomeError.isInstance(error)) return error;
    throw error;
  }
}
