import { Deadline, pause } from './deadline.ts';
import { describeFingerprint, type Fingerprint, sameFingerprint } from './embedder.ts';
import { OutcomeError } from './errors.ts';
import type { Filter } from './filter.ts';
import type {
  CallOptions,
  Classification,
  GetOptions,
  OpenedCollection,
  OutcomeRecord,
  OutcomeTransport,
  ReembedTask,
  ScanPage,
  ScanQuery,
  SearchQuery,
  SearchResult,
  StatsOptions,
  TransportCapabilities,
  TransportStats,
} from './transport.ts';

/** The older spaces of the caller's embedder. */
export interface Supersedes {
  readonly fingerprints: () => Promise<readonly Fingerprint[]>;
  /** Into the embedder's present space. */
  readonly embed: ReembedTask['embed'];
}

export interface ManagedTransportOptions {
  /** The caller's embedding space, asked for once, at open. Absent only towards a transport that `embeds`. */
  readonly fingerprint?: () => Promise<Fingerprint>;
  /** Older spaces whose collections may be embedded anew, and how. Default none. */
  readonly supersedes?: Supersedes;
  /** Opens a collection that holds packets but no fingerprint, as if it had the caller's. Default false: refuse it. */
  readonly assumeFingerprint?: boolean;
  /** Longest time a call may take, retries included, in milliseconds. Default 10,000. */
  readonly deadlineMs?: number;
  /** How often a failed call is repeated when the transport calls the failure passing. Default 2. */
  readonly retries?: number;
  /** For the jitter between retries: 0 to 1. Default `Math.random`. */
  readonly random?: () => number;
}

const DEFAULT_DEADLINE_MS = 10_000;
const DEFAULT_RETRIES = 2;
const FIRST_PAUSE_MS = 50;

/**
 * What every transport needs and none does itself: opens once, on first use, and again after a failed open; compares
 * fingerprints; keeps deadlines and abort signals; repeats what failed in passing (every verb is safe to repeat);
 * turns what drivers throw into {@link OutcomeError}; refuses everything after `close`.
 */
export class ManagedTransport implements OutcomeTransport {
  readonly #transport: OutcomeTransport;
  readonly #options: ManagedTransportOptions;
  readonly #inFlight = new Set<Promise<unknown>>();
  #opening: Promise<OpenedCollection> | undefined;
  #closing: Promise<void> | undefined;

  constructor(transport: OutcomeTransport, options: ManagedTransportOptions) {
    this.#transport = transport;
    this.#options = options;
  }

  get name(): string {
    return this.#transport.name;
  }

  get capabilities(): TransportCapabilities {
    return this.#transport.capabilities;
  }

  /** Opens the collection unless that is done. All callers share one attempt; each may give up waiting by its signal. */
  async open(options: CallOptions = {}): Promise<OpenedCollection> {
    this.#assertNotClosed();
    this.#opening ??= this.#openOnce().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    const opening = this.#opening;
    return options.signal ? this.#withDeadline(options, (deadline) => deadline.race(opening)) : opening;
  }

  async write(records: readonly OutcomeRecord[], options: CallOptions = {}): Promise<void> {
    await this.#call(options, (signal, { fingerprint }) => {
      for (const record of records) {
        this.#assertVectorFits(record.vector, fingerprint, 'A record');
        if (record.packet.in_reply_to && !this.capabilities.replies) {
          throw new OutcomeError(
            'NOT_SUPPORTED',
            `The ${this.name} transport keeps no replies: leave in_reply_to out.`,
            {
              field: 'in_reply_to',
            },
          );
        }
      }
      return this.#transport.write(records, { signal });
    });
  }

  search(query: SearchQuery, options: CallOptions = {}): Promise<SearchResult> {
    return this.#call(options, (signal, { fingerprint }) => {
      this.#assertVectorFits(query.vector, fingerprint, 'A query');
      assertLimit(query.limit);
      return this.#transport.search({ ...query, filter: this.#filterFor(query.filter) }, { signal });
    });
  }

  scan(query: ScanQuery, options: CallOptions = {}): Promise<ScanPage> {
    return this.#call(options, (signal) => {
      assertLimit(query.limit);
      return this.#transport.scan({ ...query, filter: this.#filterFor(query.filter) }, { signal });
    });
  }

  get(ids: readonly string[], options: GetOptions): Promise<readonly OutcomeRecord[]> {
    return this.#call(options, (signal) => this.#transport.get(ids, { ...options, signal }));
  }

  remove(ids: readonly string[], options: CallOptions = {}): Promise<void> {
    return this.#call(options, (signal) => this.#transport.remove(ids, { signal }));
  }

  stats(options: StatsOptions): Promise<TransportStats> {
    return this.#call(options, (signal) => this.#transport.stats({ ...options, signal }));
  }

  /** Waits for the calls under way, then closes the store. Closing again is no error. */
  close(): Promise<void> {
    this.#closing ??= this.#closeOnce();
    return this.#closing;
  }

  classify(cause: unknown): Classification {
    return OutcomeError.isInstance(cause) ? cause : this.#transport.classify(cause);
  }

  async #openOnce(): Promise<OpenedCollection> {
    const fingerprint = await this.#options.fingerprint?.();
    const opened = await this.#withDeadline({}, (deadline) =>
      this.#retrying(deadline, () =>
        this.#transport.open({ signal: deadline.signal, ...(fingerprint && { fingerprint }) }),
      ),
    );
    if (!fingerprint) return opened;
    try {
      const current = await this.#broughtUp(opened, fingerprint);
      return { ...current, fingerprint: this.#agreed(fingerprint, current.fingerprint) };
    } catch (error) {
      // The next call opens again: what is refused must not stay open.
      await this.#withDeadline({}, (deadline) => this.#retrying(deadline, () => this.#transport.close()));
      throw error;
    }
  }

  /** Embeds a collection of an older version of the embedder anew. Without a deadline: it is as long as the collection. */
  async #broughtUp(opened: OpenedCollection, to: Fingerprint): Promise<OpenedCollection> {
    const { fingerprint: from, reembed } = opened;
    const { supersedes } = this.#options;
    if (!from || !reembed || !supersedes || sameFingerprint(from, to)) return opened;
    const older = await supersedes.fingerprints();
    if (!older.some((each) => sameFingerprint(each, from))) return opened;
    try {
      return await reembed({ from, to, embed: supersedes.embed });
    } catch (cause) {
      throw this.#wrap(cause, this.classify(cause));
    }
  }

  #agreed(wanted: Fingerprint, stored: Fingerprint | undefined): Fingerprint {
    if (!stored) {
      if (this.#options.assumeFingerprint) return wanted;
      const message = `The ${this.name} collection holds packets but does not say which model embedded them. If it was ${describeFingerprint(wanted)}, open it with assumeFingerprint.`;
      throw new OutcomeError('FINGERPRINT_MISSING', message);
    }
    if (sameFingerprint(wanted, stored)) return stored;
    const message = `The ${this.name} collection was embedded by ${describeFingerprint(stored)}, this process embeds by ${describeFingerprint(wanted)}. Use the same embedder, or another collection; qis-mcp copy --embedder NAME embeds the packets anew on their way to one.`;
    throw new OutcomeError('EMBEDDER_MISMATCH', message);
  }

  async #closeOnce(): Promise<void> {
    const opening = this.#opening;
    await Promise.allSettled([opening, ...this.#inFlight]);
    if (opening)
      await this.#withDeadline({}, (deadline) => this.#retrying(deadline, () => this.#transport.close()));
  }

  #call<T>(
    options: CallOptions,
    run: (signal: AbortSignal, opened: OpenedCollection) => Promise<T>,
  ): Promise<T> {
    const call = this.#withDeadline(options, async (deadline) => {
      const opened = await deadline.race(this.open());
      return this.#retrying(deadline, () => run(deadline.signal, opened));
    });
    this.#inFlight.add(call);
    // The caller holds `call` and sees its failure; this branch only forgets it.
    const forget = (): boolean => this.#inFlight.delete(call);
    call.then(forget, forget);
    return call;
  }

  async #withDeadline<T>(options: CallOptions, run: (deadline: Deadline) => Promise<T>): Promise<T> {
    const deadline = new Deadline(this.name, this.#options.deadlineMs ?? DEFAULT_DEADLINE_MS, options.signal);
    try {
      return await run(deadline);
    } finally {
      deadline.done();
    }
  }

  async #retrying<T>(deadline: Deadline, run: () => Promise<T>): Promise<T> {
    const { retries = DEFAULT_RETRIES, random = Math.random } = this.#options;
    for (let attempt = 0; ; ) {
      try {
        return await deadline.race(run());
      } catch (cause) {
        deadline.assertNotOver();
        const classification = this.classify(cause);
        if (!classification.contended && (!classification.retryable || attempt++ >= retries)) {
          throw this.#wrap(cause, classification);
        }
        // Full jitter: clients that failed together do not come back together.
        const longest = FIRST_PAUSE_MS * 2 ** Math.max(0, attempt - 1);
        const { retryAfterMs = 0 } = classification;
        // Not worth waiting for: the caller learns more from what was said than from a deadline.
        if (retryAfterMs > Math.max(0, deadline.remainingMs)) throw this.#wrap(cause, classification);
        await deadline.race(pause(retryAfterMs + random() * longest, deadline.signal));
      }
    }
  }

  #wrap(
    cause: unknown,
    { code, retryable, advice = standardAdvice(retryable) }: Classification,
  ): OutcomeError {
    if (OutcomeError.isInstance(cause)) return cause;
    return new OutcomeError(code, `The ${this.name} store failed. ${advice}`, { cause, retryable });
  }

  #assertNotClosed(): void {
    if (this.#closing)
      throw new OutcomeError('CLOSED', `The ${this.name} transport is closed: make a new one.`);
  }

  #assertVectorFits(
    vector: Float32Array | undefined,
    fingerprint: Fingerprint | undefined,
    what: string,
  ): void {
    if (!vector) {
      if (this.capabilities.embeds) return;
      throw new OutcomeError(
        'NOT_SUPPORTED',
        `${what} without a vector: the ${this.name} transport does not embed.`,
      );
    }
    if (!fingerprint || vector.length === fingerprint.dimensions) return;
    const message = `${what} has ${vector.length} dimensions, the collection has ${fingerprint.dimensions}.`;
    throw new OutcomeError('EMBEDDER_MISMATCH', message);
  }

  #filterFor(filter: Filter): Filter {
    if (filter.inReplyTo && !this.capabilities.replies) {
      throw new OutcomeError('NOT_SUPPORTED', `The ${this.name} transport keeps no replies to filter by.`);
    }
    // An empty list restricts nothing, here once for all stores.
    return Object.fromEntries(
      Object.entries(filter).filter(
        ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
      ),
    ) as unknown as Filter;
  }
}

function standardAdvice(retryable: boolean): string {
  return retryable ? 'Try again in a moment.' : 'The operator of the store should look at its log.';
}

function assertLimit(limit: number): void {
  if (Number.isInteger(limit) && limit >= 1) return;
  throw new OutcomeError('INVALID_OPTION', 'limit must be a whole number, 1 or more.', { field: 'limit' });
}
