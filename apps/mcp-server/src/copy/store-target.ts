import { isDeepStrictEqual } from 'node:util';
import {
  type Fingerprint,
  ManagedTransport,
  OutcomeError,
  type OutcomeRecord,
  type OutcomeTransport,
} from '@qis/core';
import type { Item, Refused, Sorted, Target, Verdict } from './ends.ts';
import { Sample } from './sample.ts';
import { verifyStore } from './verify-store.ts';

export interface StoreTargetOptions {
  /** Seconds since the epoch, when the copy began: what is live then counts as live. */
  readonly now: number;
  /** Longest time of a call, in milliseconds. */
  readonly deadlineMs: number;
  /** Chooses what is read back at the end: 0 to 1. */
  readonly random: () => number;
}

/** A store that packets are copied into. */
export class StoreTarget implements Target {
  readonly strict = true;
  readonly #transport: OutcomeTransport;
  readonly #options: StoreTargetOptions;
  readonly #sample: Sample;
  #store: ManagedTransport | undefined;
  /** How many live packets there must be at least, if everything arrived. */
  #expected = 0;

  constructor(transport: OutcomeTransport, options: StoreTargetOptions) {
    this.#transport = transport;
    this.#options = options;
    this.#sample = new Sample(options.random);
  }

  get name(): string {
    return this.#transport.name;
  }

  async open(fingerprint: Fingerprint): Promise<void> {
    const { deadlineMs, now } = this.#options;
    this.#store = new ManagedTransport(this.#transport, { deadlineMs, fingerprint: async () => fingerprint });
    this.#expected = (await this.#store.stats({ now })).packets;
  }

  async sort(items: readonly Item[]): Promise<Sorted> {
    const ids = items.map(({ record }) => record.id);
    const found = await this.#opened().get(ids, { now: this.#options.now, includeExpired: true });
    const stored = new Map(found.map((record) => [record.id, record]));
    const wanted: Item[] = [];
    const refused: Refused[] = [];
    let [same, newer] = [0, 0];
    for (const { at, record } of items) {
      const there = stored.get(record.id);
      if (record.packet.in_reply_to && !this.#transport.capabilities.replies) {
        refused.push({ at, error: this.#noReplies() });
      } else if (there && there.packet.timestamp > record.packet.timestamp) {
        newer++;
      } else if (there && isDeepStrictEqual({ ...there.packet }, { ...record.packet })) {
        same++;
        this.#sample.offer(record);
      } else {
        wanted.push({ at, record });
        this.#expected += this.#live(record) - (there ? this.#live(there) : 0);
        // The same id may come again in this batch.
        stored.set(record.id, record);
      }
    }
    return { wanted, refused, same, newer };
  }

  async write(records: readonly OutcomeRecord[]): Promise<void> {
    await this.#opened().write(records);
    for (const record of records) this.#sample.offer(record);
  }

  finish(): Promise<Verdict> {
    return verifyStore(this.#opened(), this.#sample.records, this.#expected, this.#options.now);
  }

  async close(): Promise<void> {
    await this.#store?.close();
  }

  #live(record: OutcomeRecord): number {
    return record.expires_at >= this.#options.now ? 1 : 0;
  }

  #noReplies(): OutcomeError {
    const message = `The ${this.name} transport keeps no replies, and the packet has in_reply_to: copy it to another kind of store, or leave in_reply_to out.`;
    return new OutcomeError('NOT_SUPPORTED', message, { field: 'in_reply_to' });
  }

  #opened(): ManagedTransport {
    return this.#store as ManagedTransport; // `copyPackets` opens first
  }
}
