import { type Fingerprint, type ManagedTransport, OutcomeError, type ScanPage } from '@qis/core';
import { BATCH, type Batch, type ReadOptions, type Source } from './ends.ts';

/** All records of a store, expired ones too, so that a copy is whole. */
export class StoreSource implements Source {
  readonly strict = false;
  packets: number | undefined;
  readonly #store: ManagedTransport;
  readonly #now: number;

  /** @param now seconds since the epoch: what is live then counts as live. */
  constructor(store: ManagedTransport, now: number) {
    this.#store = store;
    this.#now = now;
  }

  get name(): string {
    return this.#store.name;
  }

  async open(withVectors: boolean): Promise<Fingerprint | undefined> {
    const { fingerprint } = await this.#store.open();
    if (withVectors && !fingerprint) {
      const message = `The ${this.name} collection to copy from does not say which model embedded it: embed its texts anew (--embedder).`;
      throw new OutcomeError('FINGERPRINT_MISSING', message);
    }
    const stats = await unlessDamaged(this.#store.stats({ now: this.#now }));
    this.packets = OutcomeError.isInstance(stats) ? undefined : stats.packets;
    return fingerprint;
  }

  async *read({ withVectors }: ReadOptions): AsyncIterable<Batch> {
    const filter = { now: this.#now, includeExpired: true };
    let read = 0;
    for (let cursor: string | undefined; ; ) {
      const page: ScanPage | OutcomeError = await unlessDamaged(
        this.#store.scan({ filter, limit: BATCH, withVectors, ...(cursor !== undefined && { cursor }) }),
      );
      if (OutcomeError.isInstance(page)) {
        // What was read so far is worth keeping.
        yield {
          items: [],
          refused: [{ at: `everything after ${read} packets`, error: page }],
          unreadable: 0,
        };
        return;
      }
      read += page.records.length;
      const items = page.records.map((record) => ({ at: `packet ${record.id}`, record }));
      yield { items, refused: [], unreadable: page.unreadable };
      cursor = page.cursor;
      if (cursor === undefined) return;
    }
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}

/** The error, where it says that the store is damaged. */
async function unlessDamaged<T>(answer: Promise<T>): Promise<T | OutcomeError> {
  try {
    return await answer;
  } catch (error) {
    if (OutcomeError.isInstance(error) && error.code === 'STORE_DAMAGED') return error;
    throw error;
  }
}
