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
import { classify } from './classify.ts';
import type { CollectionOptions } from './collection-settings.ts';
import { ExpirySweep } from './expiry-sweep.ts';
import { fullLayout, type Layout, plainLayout } from './layout.ts';
import { NodeRotation } from './node-rotation.ts';
import { newestOfEachId, notNewerThan } from './point-filter.ts';
import { hitOf, pointOf, recordOf } from './point-record.ts';
import type { QdrantApi, ReadConsistency, ReadOptions, ScoredPoint } from './qdrant-api.ts';
import { openCollection } from './stored-collection.ts';

export interface QdrantTransportOptions extends CollectionOptions {
  /** The server, or nodes of one cluster, any of which serves every call. */
  readonly nodes: readonly QdrantApi[];
  /** Default `qis_outcome_packets`. */
  readonly collection?: string;
  /** Reads and writes points with exactly the eight fields of the article's Python class. Default false. */
  readonly plain?: boolean;
  /** Refuses to open a collection that is not there, instead of making it. Default false. */
  readonly mustExist?: boolean;
  /** How many replicas a read asks, and how many must agree. Default one. */
  readonly readConsistency?: ReadConsistency;
  /** Candidates that a search of the graph keeps: more find more, and take longer. Default the server's. */
  readonly hnswEf?: number;
  /**
   * Of several nodes: how long one may be silent before it is asked whether it is there, and as long again before the
   * next one gets the call, in milliseconds. Default 1,500.
   */
  readonly silentMs?: number;
  /** Which of several nodes is asked first: 0 to 1. Default `Math.random`. */
  readonly random?: () => number;
}

const DEFAULT_COLLECTION = 'qis_outcome_packets';
const DEFAULT_SILENT_MS = 1_500;
/** Points in one request. */
const BATCH = 256;
/** How many more candidates are fetched where too few of them passed. */
const GROWTH = 4;

/** Keeps records in a collection of a Qdrant server or cluster. */
export class QdrantTransport implements OutcomeTransport {
  readonly name = 'qdrant';
  readonly capabilities: TransportCapabilities;
  readonly #options: QdrantTransportOptions;
  readonly #collection: string;
  readonly #layout: Layout;
  readonly #nodes: NodeRotation;
  /** Absent where expiry has no field to look for. */
  readonly #sweep: ExpirySweep | undefined;

  constructor(options: QdrantTransportOptions) {
    const { silentMs = DEFAULT_SILENT_MS, random = Math.random } = options;
    this.#options = options;
    this.#collection = options.collection ?? DEFAULT_COLLECTION;
    this.#layout = options.plain ? plainLayout : fullLayout;
    this.#nodes = new NodeRotation(options.nodes, { silentMs, random });
    this.#sweep = options.plain ? undefined : new ExpirySweep(this.#nodes, this.#collection);
    this.capabilities = this.#layout.capabilities;
  }

  open({ fingerprint, signal }: OpenOptions): Promise<OpenedCollection> {
    return openCollection(this.#nodes, {
      collection: this.#collection,
      layout: this.#layout,
      settings: this.#options,
      mustExist: this.#options.mustExist ?? false,
      fingerprint,
      signal,
    });
  }

  async write(records: readonly OutcomeRecord[], { signal }: CallOptions = {}): Promise<void> {
    const newest = newestOfEachId(records);
    for (let from = 0; from < newest.length; from += BATCH) {
      const batch = newest.slice(from, from + BATCH);
      const points = batch.map((record) => pointOf(record, this.#layout));
      const replaceable = notNewerThan(batch);
      await this.#nodes.ask(signal, (node, options) =>
        node.upsert(this.#collection, points, replaceable, options),
      );
    }
    await this.#sweep?.afterWriting(newest, signal);
  }

  async search(query: SearchQuery, { signal }: CallOptions = {}): Promise<SearchResult> {
    const passes = this.#layout.remainderOf(query.filter);
    for (let limit = query.limit; ; limit *= GROWTH) {
      const points = await this.#nearest(query, limit, signal);
      const hits = points.map(hitOf).filter((hit) => hit !== undefined);
      const passing = passes ? hits.filter(passes) : hits;
      if (passing.length < query.limit && passes && points.length === limit) continue;
      passing.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
      return { hits: passing.slice(0, query.limit), unreadable: points.length - hits.length };
    }
  }

  async scan(query: ScanQuery, { signal }: CallOptions = {}): Promise<ScanPage> {
    const { filter, limit, cursor, withVectors = false } = query;
    const conditions = this.#layout.conditionsOf(filter);
    const passes = this.#layout.remainderOf(filter);
    const { points, next } = await this.#read(signal, (node, options) =>
      node.page(
        this.#collection,
        { filter: conditions, limit, ...(cursor !== undefined && { from: cursor }), withVectors },
        options,
      ),
    );
    const records = points.map(recordOf).filter((record) => record !== undefined);
    return {
      records: passes ? records.filter(passes) : records,
      unreadable: points.length - records.length,
      ...(next !== undefined && { cursor: next }),
    };
  }

  async get(ids: readonly string[], options: GetOptions): Promise<readonly OutcomeRecord[]> {
    const { now, includeExpired = false, withVectors = false, signal } = options;
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return [];
    const points = await this.#read(signal, (node, reading) =>
      node.get(this.#collection, wanted, withVectors, reading),
    );
    const records = points.map(recordOf).filter((record) => record !== undefined);
    const byId = new Map(records.map((record) => [record.id, record]));
    return wanted
      .map((id) => byId.get(id))
      .filter((record) => record !== undefined)
      .filter((record) => matchesFilter({ now, includeExpired }, record));
  }

  async remove(ids: readonly string[], { signal }: CallOptions = {}): Promise<void> {
    if (ids.length === 0) return;
    await this.#nodes.ask(signal, (node, options) => node.remove(this.#collection, ids, options));
  }

  async stats({ now, signal }: StatsOptions): Promise<TransportStats> {
    const state = await this.#read(signal, (node, options) => node.describe(this.#collection, options));
    const packets = await this.#count(now, signal);
    const protocol = this.#nodes.current.protocol;
    return { packets, details: { protocol, layout: this.#layout.name, ...state?.details } };
  }

  async close(): Promise<void> {
    // The clients hold connections that end by themselves, and keep no process alive.
  }

  classify(cause: unknown): Classification {
    return classify(cause);
  }

  #nearest(
    query: SearchQuery,
    limit: number,
    signal: AbortSignal | undefined,
  ): Promise<readonly ScoredPoint[]> {
    const { vector, filter, withVectors = false } = query;
    const { hnswEf } = this.#options;
    const nearest = {
      vector: vector as Float32Array,
      filter: this.#layout.conditionsOf(filter),
      limit,
      withVectors,
      hnswEf,
    };
    return this.#read(signal, (node, options) => node.nearest(this.#collection, nearest, options));
  }

  async #count(now: number, signal: AbortSignal | undefined): Promise<number> {
    if (!this.#layout.remainderOf({ now })) {
      const live = this.#layout.conditionsOf({ now });
      return this.#read(signal, (node, options) => node.count(this.#collection, live, options));
    }
    let packets = 0;
    let cursor: string | undefined;
    do {
      const from: { cursor?: string } = cursor === undefined ? {} : { cursor };
      const page: ScanPage = await this.scan(
        { filter: { now }, limit: BATCH, ...from },
        signal && { signal },
      );
      packets += page.records.length;
      cursor = page.cursor;
    } while (cursor !== undefined);
    return packets;
  }

  #read<T>(
    signal: AbortSignal | undefined,
    read: (node: QdrantApi, options: ReadOptions) => Promise<T>,
  ): Promise<T> {
    const { readConsistency: consistency } = this.#options;
    return this.#nodes.ask(signal, (node, options) => read(node, { ...options, consistency }));
  }
}
