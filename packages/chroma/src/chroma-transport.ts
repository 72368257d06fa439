import {
  type CallOptions,
  type Classification,
  type GetOptions,
  matchesFilter,
  type OpenedCollection,
  type OpenOptions,
  type OutcomeRecord,
  type OutcomeTransport,
  type ScanPage,
  type ScanQuery,
  type SearchQuery,
  type SearchResult,
  type StatsOptions,
  type TransportCapabilities,
  type TransportStats,
} from '@qis/core';
import type { ChromaHandle, ClientFor } from './chroma-client.ts';
import { classify } from './classify.ts';
import { ExpirySweep } from './expiry-sweep.ts';
import { openCollection } from './open-collection.ts';
import { secondsRank } from './ranks.ts';
import { readRows } from './read-rows.ts';
import { scanRows } from './scan-rows.ts';
import { searchRows } from './search-rows.ts';
import { writeRows } from './write-rows.ts';

export interface ChromaTransportOptions {
  /** Reaches the server; `connectChroma` makes it from a URL. */
  readonly clientFor: ClientFor;
  /** Which set of packets on the server. Default `qis_outcome_packets`. */
  readonly collection?: string;
  /** Refuses to open a collection that is not there, instead of making it. Default false. */
  readonly mustExist?: boolean;
}

const DEFAULT_COLLECTION = 'qis_outcome_packets';
/** Numbers of all vectors in one request, some 6 MB as they are sent: servers take 40 MB. */
const NUMBERS_AT_ONCE = 2 ** 20;
/** Rows in one request to a server that sets no limit. */
const AT_ONCE_UNLESS_TOLD = 1_000;

/** Keeps records in a collection of a Chroma server. */
export class ChromaTransport implements OutcomeTransport {
  readonly name = 'chroma';
  readonly capabilities: TransportCapabilities = { durable: true, replies: true };
  readonly #clientFor: ClientFor;
  readonly #collectionName: string;
  readonly #mustExist: boolean;
  readonly #sweep = new ExpirySweep();
  #collectionId = '';
  #mostAtOnce = 0;

  constructor(options: ChromaTransportOptions) {
    this.#clientFor = options.clientFor;
    this.#collectionName = options.collection ?? DEFAULT_COLLECTION;
    this.#mustExist = options.mustExist ?? false;
  }

  async open({ fingerprint, signal }: OpenOptions): Promise<OpenedCollection> {
    const client = this.#clientFor(signal);
    const mayCreate = !this.#mustExist;
    const opened = await openCollection(client, this.#collectionName, { fingerprint, mayCreate });
    this.#collectionId = opened.id;
    const most = await client.getMaxBatchSize();
    this.#mostAtOnce = most > 0 ? most : AT_ONCE_UNLESS_TOLD;
    return opened.fingerprint ? { fingerprint: opened.fingerprint } : {};
  }

  async write(records: readonly OutcomeRecord[], { signal }: CallOptions = {}): Promise<void> {
    const collection = this.#collection(signal);
    const dimensions = records[0]?.vector?.length ?? 1;
    const atOnce = Math.min(this.#mostAtOnce, Math.ceil(NUMBERS_AT_ONCE / dimensions));
    for (const some of parts(records, atOnce)) await writeRows(collection, some);
    await this.#sweep.afterWriting(collection, records);
  }

  search(query: SearchQuery, { signal }: CallOptions = {}): Promise<SearchResult> {
    return searchRows(this.#collection(signal), query);
  }

  scan(query: ScanQuery, { signal }: CallOptions = {}): Promise<ScanPage> {
    return scanRows(this.#collection(signal), query);
  }

  async get(ids: readonly string[], options: GetOptions): Promise<readonly OutcomeRecord[]> {
    const { now, includeExpired = false, withVectors = false, signal } = options;
    const collection = this.#collection(signal);
    const found = new Map<string, OutcomeRecord>();
    for (const some of parts([...new Set(ids)], this.#mostAtOnce)) {
      const rows = await collection.get({
        where: { id: { $in: some } },
        include: withVectors ? ['metadatas', 'embeddings'] : ['metadatas'],
      });
      for (const { id, record } of readRows(rows, withVectors)) if (record) found.set(id, record);
    }
    return [...new Set(ids)]
      .flatMap((id) => found.get(id) ?? [])
      .filter((record) => matchesFilter({ now, includeExpired }, record));
  }

  async remove(ids: readonly string[], { signal }: CallOptions = {}): Promise<void> {
    const collection = this.#collection(signal);
    for (const some of parts([...new Set(ids)], this.#mostAtOnce)) {
      await collection.delete({ where: { id: { $in: some } } });
    }
  }

  async stats({ now, signal }: StatsOptions): Promise<TransportStats> {
    const collection = this.#collection(signal);
    const rows = await collection.count();
    // Chroma counts no part of a collection; what has expired is the smaller list to ask for.
    const expired = await collection.get({ where: { expires_rank: { $lt: secondsRank(now) } }, include: [] });
    return { packets: rows - expired.ids.length, details: { rows, expired: expired.ids.length } };
  }

  async close(): Promise<void> {
    // Connections are fetch's: they end by themselves, and keep no process alive.
  }

  classify(cause: unknown): Classification {
    return classify(cause);
  }

  #collection(signal: AbortSignal | undefined): ChromaHandle {
    return this.#clientFor(signal).collection(this.#collectionId);
  }
}

function* parts<T>(list: readonly T[], atOnce: number): Generator<T[]> {
  for (let start = 0; start < list.length; start += atOnce) yield list.slice(start, start + atOnce);
}
