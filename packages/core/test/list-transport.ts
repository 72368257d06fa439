import { dot } from '../src/dot.ts';
import type { Fingerprint } from '../src/embedder.ts';
import { matchesFilter } from '../src/filter.ts';
import type {
  Classification,
  GetOptions,
  Hit,
  OpenedCollection,
  OpenOptions,
  OutcomeRecord,
  OutcomeTransport,
  ScanPage,
  ScanQuery,
  SearchQuery,
  SearchResult,
  StatsOptions,
  TransportCapabilities,
  TransportStats,
} from '../src/transport.ts';

/** A store that is a list: the interface at its plainest, and a base for stores that fail on purpose. */
export class ListTransport implements OutcomeTransport {
  readonly name: string = 'list';
  readonly capabilities: TransportCapabilities = { replies: true };
  readonly records: Map<string, OutcomeRecord> = new Map();
  fingerprint: Fingerprint | undefined;
  /** Names of the calls that arrived, in order. */
  readonly calls: string[] = [];

  async open(options: OpenOptions): Promise<OpenedCollection> {
    this.calls.push('open');
    if (this.records.size === 0) this.fingerprint ??= options.fingerprint;
    return this.fingerprint ? { fingerprint: this.fingerprint } : {};
  }

  async write(records: readonly OutcomeRecord[]): Promise<void> {
    this.calls.push('write');
    for (const record of records) {
      const stored = this.records.get(record.id);
      if (!stored || stored.packet.timestamp <= record.packet.timestamp) this.records.set(record.id, record);
    }
  }

  async search({ vector, limit, filter, withVectors }: SearchQuery): Promise<SearchResult> {
    this.calls.push('search');
    const hits = [...this.records.values()]
      .filter((record) => matchesFilter(filter, record))
      .map((record): Hit => ({ ...record, score: vector && record.vector ? dot(vector, record.vector) : 0 }))
      .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
      .slice(0, limit);
    return { hits: withVectors ? hits : hits.map(({ vector: _, ...hit }) => hit), unreadable: 0 };
  }

  async scan({ filter, limit, cursor = '0' }: ScanQuery): Promise<ScanPage> {
    this.calls.push('scan');
    const all = [...this.records.values()].filter((record) => matchesFilter(filter, record));
    const end = Number(cursor) + limit;
    return {
      records: all.slice(Number(cursor), end),
      unreadable: 0,
      ...(end < all.length && { cursor: `${end}` }),
    };
  }

  async get(
    ids: readonly string[],
    { now, includeExpired = false }: GetOptions,
  ): Promise<readonly OutcomeRecord[]> {
    this.calls.push('get');
    const found = [...new Set(ids)].map((id) => this.records.get(id));
    return found.filter(
      (record) => record !== undefined && matchesFilter({ now, includeExpired }, record),
    ) as OutcomeRecord[];
  }

  async remove(ids: readonly string[]): Promise<void> {
    this.calls.push('remove');
    for (const id of ids) this.records.delete(id);
  }

  async stats({ now }: StatsOptions): Promise<TransportStats> {
    this.calls.push('stats');
    return {
      packets: [...this.records.values()].filter((record) => matchesFilter({ now }, record)).length,
      details: {},
    };
  }

  async close(): Promise<void> {
    this.calls.push('close');
  }

  classify(cause: unknown): Classification {
    if (cause instanceof OthersTurn) return { code: 'STORE_UNAVAILABLE', retryable: true, contended: true };
    return cause instanceof PassingFailure
      ? { code: 'STORE_UNAVAILABLE', retryable: true }
      : { code: 'STORE_FAILED', retryable: false };
  }
}

/** What a store throws when the same call may succeed a moment later. */
export class PassingFailure extends Error {}

/** What a store throws when it did nothing because another was writing. */
export class OthersTurn extends Error {}
