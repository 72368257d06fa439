import type { Filter } from '../filter.ts';
import type {
  CallOptions,
  GetOptions,
  OpenedCollection,
  OutcomeRecord,
  OutcomeTransport,
  ScanPage,
  ScanQuery,
  SearchQuery,
  SearchResult,
} from '../transport.ts';
import { expectIds, expectSame, expectThat, expectVector } from './expectations.ts';
import { NOW, QUERY } from './records.ts';
import { vectorOf } from './vectors.ts';

/** More than any clause writes. */
const ALL = 1_000;

/** A filter at {@link NOW} unless it says another time. */
type FilterAtNow = Partial<Filter>;

/**
 * An opened instance, used the same way whether it takes vectors or embeds by itself: clauses name meanings by text, and
 * here the text becomes a vector where the transport wants one.
 */
export class Bench {
  readonly transport: OutcomeTransport;
  readonly opened: OpenedCollection;
  readonly #embeds: boolean;

  constructor(transport: OutcomeTransport, opened: OpenedCollection, embeds: boolean) {
    this.transport = transport;
    this.opened = opened;
    this.#embeds = embeds;
  }

  /** Writes them in one call. */
  async put(records: readonly OutcomeRecord[], options?: CallOptions): Promise<void> {
    await this.transport.write(
      records.map((record) => this.#complete(record)),
      options,
    );
  }

  /** All that pass, unless there is a limit. */
  async search(
    filter: FilterAtNow = {},
    query: Partial<Omit<SearchQuery, 'filter'>> = {},
    options?: CallOptions,
  ): Promise<SearchResult> {
    const { text = QUERY, vector, ...rest } = query;
    const meaning = vector ? { vector } : this.#embeds ? { text } : { vector: vectorOf(text) };
    return this.transport.search(
      { limit: ALL, ...rest, ...meaning, filter: { now: NOW, ...filter } },
      options,
    );
  }

  async page(query: Partial<Omit<ScanQuery, 'filter'>>, filter: FilterAtNow = {}): Promise<ScanPage> {
    return this.transport.scan({ limit: ALL, ...query, filter: { now: NOW, ...filter } });
  }

  /** Every page of a scan, the last one included. A scan that does not end by itself violates the contract. */
  async pages(
    filter: FilterAtNow = {},
    query: Partial<Omit<ScanQuery, 'filter' | 'cursor'>> = {},
  ): Promise<ScanPage[]> {
    const pages: ScanPage[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.page({ ...query, ...(cursor !== undefined && { cursor }) }, filter);
      pages.push(page);
      expectThat('a scan to come to its end', pages.length <= ALL, `${pages.length} pages`);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return pages;
  }

  async scan(
    filter: FilterAtNow = {},
    query: Partial<Omit<ScanQuery, 'filter' | 'cursor'>> = {},
  ): Promise<OutcomeRecord[]> {
    return (await this.pages(filter, query)).flatMap((page) => page.records);
  }

  async get(ids: readonly string[], options: Partial<GetOptions> = {}): Promise<readonly OutcomeRecord[]> {
    return this.transport.get(ids, { now: NOW, ...options });
  }

  async count(now: number = NOW): Promise<number> {
    return (await this.transport.stats({ now })).packets;
  }

  /** The vector of each text in the space of the collection. */
  async vectorsOf(texts: readonly string[]): Promise<readonly Float32Array[]> {
    return this.opened.embed ? this.opened.embed(texts) : texts.map(vectorOf);
  }

  /** Search and scan let through exactly these. */
  async expectPassing(filter: FilterAtNow, expected: readonly OutcomeRecord[]): Promise<void> {
    const named = JSON.stringify(filter);
    expectIds(`search by ${named} to find`, (await this.search(filter)).hits, expected);
    expectIds(`scan by ${named} to find`, await this.scan(filter), expected);
  }

  /** All four ways of reading show exactly these records. */
  async expectHolding(
    expected: readonly OutcomeRecord[],
    others: readonly OutcomeRecord[] = [],
  ): Promise<void> {
    await this.expectPassing({}, expected);
    const ids = [...expected, ...others].map((record) => record.id);
    expectIds('get to return', await this.get(ids), expected);
    const packets = await this.count();
    expectThat(`stats to count ${expected.length} packets`, packets === expected.length, packets);
  }

  /** So many records, each with the vector of its description. */
  async expectVectors(records: readonly OutcomeRecord[], count: number): Promise<void> {
    expectSame('records to number', records.length, count);
    const vectors = await this.vectorsOf(records.map(({ packet }) => packet.problem_description));
    for (const [i, { id, vector }] of records.entries()) {
      expectVector(`the vector of ${id} to be`, vector, vectors[i] ?? new Float32Array());
    }
  }

  #complete(record: OutcomeRecord): OutcomeRecord {
    return this.#embeds || record.vector
      ? record
      : { ...record, vector: vectorOf(record.packet.problem_description) };
  }
}
