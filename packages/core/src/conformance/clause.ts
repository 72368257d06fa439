import type { OutcomeTransport, TransportCapabilities } from '../transport.ts';
import type { Subject } from './subject.ts';

/** One sentence of the contract between transports and what uses them, and the code that decides whether it holds. */
export interface Clause {
  /** Verb or subject, then what is promised: `write.replaces-older`. Never changes once it is published. */
  readonly id: string;
  readonly sentence: string;
  /** Applies only to transports that declare this. */
  readonly needs?: keyof TransportCapabilities;
  /** Applies only to transports that do not declare this. */
  readonly lacks?: keyof TransportCapabilities;
  /** Resolves when the clause holds. Called by {@link runClause}. */
  run(subject: Subject): Promise<void>;
}

/** What a transport's test hands to the suite. */
export interface TransportUnderTest {
  /** What the transport is expected to declare. A transport that declares less would escape clauses unnoticed. */
  readonly capabilities: TransportCapabilities;
  /** A new, empty collection. Every clause asks for one of its own, so clauses may run at the same time. */
  createCollection(): CollectionUnderTest | Promise<CollectionUnderTest>;
}

export interface CollectionUnderTest {
  /** An instance over this collection, not opened, as another process would make it. Not `durable`: instances share nothing. */
  connect(): OutcomeTransport | Promise<OutcomeTransport>;
  /** Removes what the clause left. Its instances are closed by then. */
  discard?(): void | Promise<void>;
}
