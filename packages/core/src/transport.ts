import type { EmbedOptions, Fingerprint } from './embedder.ts';
import type { ErrorCode } from './errors.ts';
import type { Filter } from './filter.ts';
import type { Floor } from './floor.ts';
import type { OutcomePacket } from './packet.ts';

/** What a transport stores. Field names are snake_case wherever a value crosses a wire, as in the packet. */
export interface OutcomeRecord {
  /** A UUID in lower case. Computed by the router when it deposits; opaque when read from a store. */
  readonly id: string;
  readonly packet: OutcomePacket;
  /** The part of `packet.agent_id` before `#`; kept apart so that stores can filter by it. */
  readonly voter: string;
  /** Unit length, `fingerprint.dimensions` long. Absent when read without `withVectors`, and towards a transport that `embeds`. */
  readonly vector?: Float32Array;
  /** `timestamp + ttl`, in seconds since the epoch. Live while `now <= expires_at`. */
  readonly expires_at: number;
}

/** A record that a search found. */
export interface Hit extends OutcomeRecord {
  /** Cosine similarity to the query, -1 to 1, higher is nearer. */
  readonly score: number;
}

/** What a transport does beyond the required. Absent means no. */
export interface TransportCapabilities {
  /** Takes text in place of vectors; `open` then returns the fingerprint, the floor and `embed`. */
  readonly embeds?: boolean;
  /** What `write` acknowledged is found by another instance over the same store, after `close` too. */
  readonly durable?: boolean;
  /** Keeps `in_reply_to` and filters by it. */
  readonly replies?: boolean;
  /** Can replace all vectors and the fingerprint in one commit; `open` then returns `reembed`. */
  readonly reembeds?: boolean;
}

export interface CallOptions {
  /** Gives up waiting. What was sent may still take effect. */
  readonly signal?: AbortSignal;
}

export interface OpenOptions extends CallOptions {
  /** The embedding space of the caller. Absent towards a transport that `embeds`. */
  readonly fingerprint?: Fingerprint;
}

export interface OpenedCollection {
  /** The stored fingerprint. Absent only where the collection holds packets that were stored without one. */
  readonly fingerprint?: Fingerprint;
  /** Present where the transport `embeds`. */
  readonly floor?: Floor;
  /** Whom everything that is written must come from. Present where credentials bind their bearer to a voter. */
  readonly voter?: string;
  /** Present where the transport `embeds`. As {@link Embedder.embed}. */
  readonly embed?: (texts: readonly string[], options?: EmbedOptions) => Promise<readonly Float32Array[]>;
  /**
   * Present where the transport `reembeds`: replaces the vector of every record, expired ones too, and the fingerprint in
   * one commit, and resolves to the collection as it is then. Instances of the older space are refused from then on.
   */
  readonly reembed?: (task: ReembedTask) => Promise<OpenedCollection>;
}

/** A collection that is to move from one embedding space to another. */
export interface ReembedTask {
  /** Nothing is done where this is not the stored fingerprint any more: somebody else was quicker. */
  readonly from: Fingerprint;
  readonly to: Fingerprint;
  /** As {@link Embedder.embed}, into the new space. */
  readonly embed: (texts: readonly string[]) => Promise<readonly Float32Array[]>;
}

export interface SearchQuery {
  /** Unit length. Exactly one of `vector` and `text` is given; `text` only towards a transport that `embeds`. */
  readonly vector?: Float32Array;
  readonly text?: string;
  /** Hits wanted, 1 or more. Filters never cost hits: fewer come back only where fewer records pass. */
  readonly limit: number;
  readonly filter: Filter;
  /** Whether hits carry their vectors. Default false. */
  readonly withVectors?: boolean;
}

export interface SearchResult {
  /** By descending score, then by id. Which of equal scores survive the limit is unspecified. */
  readonly hits: readonly Hit[];
  /** How many records among the nearest could not be read and were left out. */
  readonly unreadable: number;
}

export interface ScanQuery {
  readonly filter: Filter;
  /** Records wanted on a page, 1 or more; a page may hold fewer and still not be the last. */
  readonly limit: number;
  /** From the page before; absent for the first. */
  readonly cursor?: string;
  /** Whether records carry their vectors. Default false. */
  readonly withVectors?: boolean;
}

export interface ScanPage {
  /** Each record that stays in the store while the scan goes on appears on exactly one page. The order is the store's own. */
  readonly records: readonly OutcomeRecord[];
  /** Absent on the last page. */
  readonly cursor?: string;
  /** How many records of this page could not be read and were left out. */
  readonly unreadable: number;
}

export interface GetOptions extends CallOptions {
  /** Seconds since the epoch; records that have expired by then are left out. */
  readonly now: number;
  /** Default false. */
  readonly includeExpired?: boolean;
  /** Default false. */
  readonly withVectors?: boolean;
}

export interface StatsOptions extends CallOptions {
  /** Seconds since the epoch. */
  readonly now: number;
}

export interface TransportStats {
  /** Live packets at `now`. */
  readonly packets: number;
  /** What only this kind of store can tell, for people: `{ index: 'exact' }`. */
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

/**
 * A store of records, naive by intent: it does not validate, embed, retry, log or wrap errors. The managed transport
 * does all that once, and is the only one to call these methods: never before `open` resolved, never after `close` but
 * to `open` again (it closes a collection that it refuses), with lists in filters that are not empty. The contract, clause by clause: `docs/transport-contract.md`.
 */
export interface OutcomeTransport {
  /** For messages and statistics: `memory`, `sqlite`, … */
  readonly name: string;
  readonly capabilities: TransportCapabilities;
  /** Creates what is missing, safe to race. Stores the fingerprint in an empty collection; returns the stored one. */
  open(options: OpenOptions): Promise<OpenedCollection>;
  /** Resolves when the records are as durable as promised and visible to `search`. Replaces an id unless the stored timestamp is newer. */
  write(records: readonly OutcomeRecord[], options?: CallOptions): Promise<void>;
  search(query: SearchQuery, options?: CallOptions): Promise<SearchResult>;
  /** Everything that the filter lets through, by cursor: for copying, sweeping, replies and open problems. */
  scan(query: ScanQuery, options?: CallOptions): Promise<ScanPage>;
  /** The records that exist, in the order of `ids`, each once. */
  get(ids: readonly string[], options: GetOptions): Promise<readonly OutcomeRecord[]>;
  /** Ids that are not there are no error. */
  remove(ids: readonly string[], options?: CallOptions): Promise<void>;
  stats(options: StatsOptions): Promise<TransportStats>;
  close(): Promise<void>;
  /** What an error of this store means, and whether the same call may succeed a moment later. */
  classify(cause: unknown): Classification;
}

export interface Classification {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  /** Nothing was done, because it was another's turn: repeated until the deadline, not counted as a retry. Default false. */
  readonly contended?: boolean;
  /** How long the store asks to be left alone before the call is repeated, in milliseconds. Default not at all. */
  readonly retryAfterMs?: number;
  /** A sentence for whoever must act. Default: to look at the store's log, or to try again. */
  readonly advice?: string;
}
