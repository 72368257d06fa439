import type { Fingerprint } from '../embedder.ts';
import { ManagedTransport } from '../managed-transport.ts';
import type { OutcomeTransport, TransportCapabilities } from '../transport.ts';
import { Bench } from './bench.ts';
import type { CollectionUnderTest } from './clause.ts';
import { FINGERPRINT } from './vectors.ts';

/** Long: whether a store is quick enough is for the test runner's own timeout to say. */
const DEADLINE_MS = 120_000;

/** What a clause works on: one new collection, and as many instances over it as it asks for. */
export class Subject {
  /** What the transport is expected to declare. */
  readonly capabilities: TransportCapabilities;
  readonly #collection: CollectionUnderTest;
  readonly #closings: (() => Promise<void>)[] = [];

  constructor(capabilities: TransportCapabilities, collection: CollectionUnderTest) {
    this.capabilities = capabilities;
    this.#collection = collection;
  }

  /** Another instance over the collection, opened: what nearly every clause begins with. */
  async open(): Promise<Bench> {
    const transport = await this.connect();
    return new Bench(transport, await transport.open(), this.#embeds);
  }

  /**
   * Another instance over the collection, not opened, as every user meets a transport: managed. It never retries, so
   * that a failure that passes is a failure.
   */
  async connect(fingerprint: Fingerprint = FINGERPRINT): Promise<ManagedTransport> {
    const managed = new ManagedTransport(await this.#collection.connect(), {
      deadlineMs: DEADLINE_MS,
      retries: 0,
      ...(!this.#embeds && { fingerprint: async () => fingerprint }),
    });
    this.#closings.push(() => managed.close());
    return managed;
  }

  /** Another instance as its author wrote it, not opened: for what the managed transport would hide. */
  async connectRaw(): Promise<OutcomeTransport> {
    return this.#collection.connect();
  }

  /** The same, opened. */
  async openRaw(): Promise<Bench> {
    const transport = await this.connectRaw();
    const opened = await transport.open(this.#embeds ? {} : { fingerprint: FINGERPRINT });
    this.#closings.push(() => transport.close());
    return new Bench(transport, opened, this.#embeds);
  }

  /** Closes every instance and removes the collection. */
  async end(): Promise<void> {
    try {
      for (const close of this.#closings) await close();
    } finally {
      await this.#collection.discard?.();
    }
  }

  get #embeds(): boolean {
    return this.capabilities.embeds ?? false;
  }
}
