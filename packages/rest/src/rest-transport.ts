import {
  type CallOptions,
  type Classification,
  type Fingerprint,
  type Floor,
  floorSchema,
  type GetOptions,
  type OpenedCollection,
  type OpenOptions,
  OutcomeError,
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
import { type Fetch, GatewayClient, UnexpectedAnswer } from './gateway-client.ts';
import { restUrlFault } from './rest-url.ts';
import { filterToJson } from './wire/filter-json.ts';
import { hitFromJson, recordFromJson, recordToJson } from './wire/record-json.ts';
import { vectorFromText, vectorToText } from './wire/vector-text.ts';

export interface RestTransportOptions {
  /** Of a gateway: `https://HOST/v1`. It holds no secret. */
  readonly url: string;
  /** Default what the URL says as `?collection=`, or `qis_outcome_packets`. */
  readonly collection?: string;
  /** Sent as `Authorization: Bearer …`. Default none. */
  readonly token?: string | undefined;
  /** Who makes vectors: the gateway, or the router here, by the same model. Default `remote`. */
  readonly embedding?: 'remote' | 'own';
  /** Default the global one, which keeps connections open. */
  readonly fetch?: Fetch;
}

const DEFAULT_COLLECTION = 'qis_outcome_packets';
/** Records, ids or texts in one request. */
const BATCH = 256;
/** What a header can carry without being cut. */
const TOKEN = /^[\x21-\x7e]+$/;

/** Keeps records behind a gateway, over HTTP. */
export class RestTransport implements OutcomeTransport {
  readonly name = 'rest';
  readonly capabilities: TransportCapabilities;
  readonly #client: GatewayClient;

  /** @throws OutcomeError `INVALID_OPTION` for a URL or a token that cannot be; neither is quoted. */
  constructor(options: RestTransportOptions) {
    const { token, embedding = 'remote', fetch = globalThis.fetch } = options;
    const url = URL.canParse(options.url) ? new URL(options.url) : undefined;
    const fault = url ? restUrlFault(url) : 'is no URL';
    if (!url || fault) throw new OutcomeError('INVALID_OPTION', `url ${fault}.`, { field: 'url' });
    if (token !== undefined && !TOKEN.test(token)) {
      const message = 'token holds a character that no token has, perhaps a line break at its end.';
      throw new OutcomeError('INVALID_OPTION', message, { field: 'token' });
    }
    const collection = options.collection ?? url.searchParams.get('collection') ?? DEFAULT_COLLECTION;
    this.#client = new GatewayClient({ url, collection, token, fetch });
    this.capabilities = { durable: true, replies: true, ...(embedding === 'remote' && { embeds: true }) };
  }

  async open({ signal }: OpenOptions): Promise<OpenedCollection> {
    const { fingerprint, floor, voter } = await this.#client.post('records/open', {}, signal);
    return {
      ...(isFingerprint(fingerprint) && { fingerprint }),
      ...(typeof voter === 'string' && { voter }),
      ...(this.capabilities.embeds && {
        floor: floorOf(floor),
        embed: (texts, options) => this.#embed(texts, options?.signal),
      }),
    };
  }

  async write(records: readonly OutcomeRecord[], { signal }: CallOptions = {}): Promise<void> {
    for (const batch of batches(records)) {
      await this.#client.post('records/write', { records: batch.map(recordToJson) }, signal);
    }
  }

  async search(query: SearchQuery, { signal }: CallOptions = {}): Promise<SearchResult> {
    const { vector, text, limit, filter, withVectors } = query;
    const body = {
      ...(vector ? { vector: vectorToText(vector) } : { text }),
      limit,
      filter: filterToJson(filter),
      with_vectors: withVectors,
    };
    const answer = await this.#client.post('records/search', body, signal);
    const { read: hits, unreadable } = readAll(answer.hits, hitFromJson);
    return { hits, unreadable: unreadable + countOf(answer.unreadable) };
  }

  async scan(query: ScanQuery, { signal }: CallOptions = {}): Promise<ScanPage> {
    const { filter, limit, cursor, withVectors } = query;
    const body = {
      filter: filterToJson(filter),
      limit: Math.min(limit, BATCH),
      cursor,
      with_vectors: withVectors,
    };
    const answer = await this.#client.post('records/scan', body, signal);
    const { read: records, unreadable } = readAll(answer.records, recordFromJson);
    return {
      records,
      unreadable: unreadable + countOf(answer.unreadable),
      ...(typeof answer.cursor === 'string' && { cursor: answer.cursor }),
    };
  }

  async get(ids: readonly string[], options: GetOptions): Promise<readonly OutcomeRecord[]> {
    const { now, includeExpired, withVectors, signal } = options;
    const found: OutcomeRecord[] = [];
    for (const batch of batches([...new Set(ids)])) {
      const body = { ids: batch, now, include_expired: includeExpired, with_vectors: withVectors };
      const { records } = await this.#client.post('records/get', body, signal);
      found.push(...readAll(records, recordFromJson).read);
    }
    return found;
  }

  async remove(ids: readonly string[], { signal }: CallOptions = {}): Promise<void> {
    for (const batch of batches(ids)) await this.#client.post('records/remove', { ids: batch }, signal);
  }

  async stats({ now, signal }: StatsOptions): Promise<TransportStats> {
    const { packets, details } = await this.#client.post('records/stats', { now }, signal);
    return { packets: countOf(packets), details: isDetails(details) ? details : {} };
  }

  /** Connections are the business of `fetch`. */
  async close(): Promise<void> {}

  classify(cause: unknown): Classification {
    return classify(cause);
  }

  async #embed(texts: readonly string[], signal: AbortSignal | undefined): Promise<readonly Float32Array[]> {
    const embedded: Float32Array[] = [];
    for (const batch of batches(texts)) {
      const { vectors } = await this.#client.post('records/embed', { texts: batch }, signal);
      const { read } = readAll(vectors, (text) =>
        typeof text === 'string' ? vectorFromText(text) : undefined,
      );
      if (read.length !== batch.length) {
        throw new OutcomeError('EMBEDDER_FAILED', 'The gateway did not answer with a vector for each text.');
      }
      embedded.push(...read);
    }
    return embedded;
  }
}

function* batches<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += BATCH) yield all.slice(from, from + BATCH);
}

/** What can be read of a list, in order, and how much cannot. */
function readAll<T>(
  list: unknown,
  read: (json: unknown) => T | undefined,
): { readonly read: T[]; readonly unreadable: number } {
  if (!Array.isArray(list)) throw new UnexpectedAnswer();
  const items: readonly unknown[] = list;
  const readable = items.map(read).filter((item): item is Awaited<T> & T => item !== undefined);
  return { read: readable, unreadable: items.length - readable.length };
}

function countOf(json: unknown): number {
  if (typeof json === 'number') return json;
  throw new UnexpectedAnswer();
}

function floorOf(json: unknown): Floor {
  const floor = floorSchema.safeParse(json);
  if (floor.success) return floor.data;
  throw new UnexpectedAnswer();
}

function isFingerprint(json: unknown): json is Fingerprint {
  return typeof json === 'object' && json !== null && 'dimensions' in json;
}

function isDetails(json: unknown): json is TransportStats['details'] {
  return typeof json === 'object' && json !== null;
}
