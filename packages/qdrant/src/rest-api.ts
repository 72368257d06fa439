import { QdrantClient } from '@qdrant/js-client-rest';
import type { CollectionSettings } from './collection-settings.ts';
import {
  type CollectionState,
  type IndexKind,
  isNumberId,
  type NearestQuery,
  type Page,
  type PageQuery,
  type Payload,
  type Point,
  type PointFilter,
  type QdrantApi,
  type ReadOptions,
  type ScoredPoint,
  type StoredPoint,
  type WriteOptions,
} from './qdrant-api.ts';
import type { Server } from './server.ts';

/** The client's calls, each of which takes a signal, which its methods do not. */
type Calls = ReturnType<QdrantClient['api']>;

/** One server over HTTP and JSON. */
export class RestApi implements QdrantApi {
  readonly protocol = 'REST';
  readonly #calls: Calls;

  constructor({ host, port, tls, apiKey }: Server) {
    const client = new QdrantClient({
      url: `${tls ? 'https' : 'http'}://${host}:${port}`,
      port,
      headers: {
        // A compressed answer is sent in parts, each of which waits for the one before to be acknowledged: 40 ms.
        'accept-encoding': 'identity',
        // Here, because as an option the client would warn on the console where there is no TLS.
        ...(apiKey !== undefined && { 'api-key': apiKey }),
      },
      timeout: Number.POSITIVE_INFINITY, // a finite one would take the place of our signals
      checkCompatibility: false, // `open` asks for the version
    });
    this.#calls = client.api();
  }

  async version({ signal }: ReadOptions): Promise<string> {
    const { data } = await this.#calls.root({}, init(signal));
    return data.version;
  }

  async describe(collection_name: string, { signal }: ReadOptions): Promise<CollectionState | undefined> {
    const answer = await unless(404, this.#calls.getCollection({ collection_name }, init(signal)));
    const info = answer?.data.result;
    if (!info) return undefined;
    const { params, metadata } = info.config;
    return {
      vector: vectorConfigOf(params.vectors),
      metadata: metadata ?? {},
      indexed: Object.keys(info.payload_schema),
      points: info.points_count ?? 0,
      details: {
        status: info.status,
        segments: info.segments_count,
        shards: params.shard_number ?? 1,
        replicas: params.replication_factor ?? 1,
        indexed: info.indexed_vectors_count ?? 0,
      },
    };
  }

  async create(
    collection_name: string,
    settings: CollectionSettings,
    { signal }: WriteOptions,
  ): Promise<boolean> {
    const created = this.#calls.createCollection({ collection_name, ...settings }, init(signal));
    return (await unless(409, created)) !== undefined;
  }

  async addMetadata(collection_name: string, metadata: Payload, { signal }: WriteOptions): Promise<void> {
    await this.#calls.updateCollection({ collection_name, metadata }, init(signal));
  }

  async createIndex(
    collection_name: string,
    field_name: string,
    field_schema: IndexKind,
    { signal }: WriteOptions,
  ): Promise<void> {
    await this.#calls.createFieldIndex(
      { collection_name, wait: true, field_name, field_schema },
      init(signal),
    );
  }

  async upsert(
    collection_name: string,
    points: readonly Point[],
    replaceable: PointFilter,
    { signal }: WriteOptions,
  ): Promise<void> {
    const body = points.map(({ id, vector, payload }) => ({ id, vector: Array.from(vector), payload }));
    const update_filter = bodyOf(replaceable);
    await this.#calls.upsertPoints(
      { collection_name, wait: true, points: body, update_filter },
      init(signal),
    );
  }

  async nearest(
    collection_name: string,
    query: NearestQuery,
    { signal, consistency }: ReadOptions,
  ): Promise<readonly ScoredPoint[]> {
    const { data } = await this.#calls.queryPoints(
      {
        collection_name,
        query: Array.from(query.vector),
        filter: bodyOf(query.filter),
        limit: query.limit,
        with_payload: true,
        with_vector: query.withVectors,
        // Where the collection has quantized vectors, too, hits are scored by the whole ones.
        params: { hnsw_ef: query.hnswEf ?? null, quantization: { rescore: true } },
        ...(consistency !== undefined && { consistency }),
      },
      init(signal),
    );
    return (data.result?.points ?? []).map((point) => ({ ...storedPointOf(point), score: point.score }));
  }

  async page(collection_name: string, query: PageQuery, { signal, consistency }: ReadOptions): Promise<Page> {
    const { data } = await this.#calls.scrollPoints(
      {
        collection_name,
        filter: bodyOf(query.filter),
        limit: query.limit,
        offset: query.from === undefined ? null : offsetOf(query.from),
        with_payload: true,
        with_vector: query.withVectors,
        ...(consistency !== undefined && { consistency }),
      },
      init(signal),
    );
    const next = data.result?.next_page_offset;
    return {
      points: (data.result?.points ?? []).map(storedPointOf),
      ...(next !== undefined && next !== null && { next: String(next) }),
    };
  }

  async get(
    collection_name: string,
    ids: readonly string[],
    with_vector: boolean,
    { signal, consistency }: ReadOptions,
  ): Promise<readonly StoredPoint[]> {
    const { data } = await this.#calls.getPoints(
      {
        collection_name,
        ids: [...ids],
        with_payload: true,
        with_vector,
        ...(consistency !== undefined && { consistency }),
      },
      init(signal),
    );
    return (data.result ?? []).map(storedPointOf);
  }

  async remove(
    collection_name: string,
    which: readonly string[] | PointFilter,
    { signal }: WriteOptions,
  ): Promise<void> {
    const selector = isList(which) ? { points: [...which] } : { filter: bodyOf(which) };
    await this.#calls.deletePoints({ collection_name, wait: true, ...selector }, init(signal));
  }

  async count(
    collection_name: string,
    filter: PointFilter,
    { signal, consistency }: ReadOptions,
  ): Promise<number> {
    const { data } = await this.#calls.countPoints(
      {
        collection_name,
        filter: bodyOf(filter),
        exact: true,
        ...(consistency !== undefined && { consistency }),
      },
      init(signal),
    );
    return data.result?.count ?? 0;
  }
}

function init(signal: AbortSignal | undefined): RequestInit {
  return signal ? { signal } : {};
}

function offsetOf(from: string): string | number {
  return isNumberId(from) ? Number(from) : from;
}

/** The same, as the client's types have it, whose lists can be changed. */
function bodyOf(filter: PointFilter): Record<string, unknown> {
  return { ...filter };
}

/** Undefined where the server answers with this status. */
async function unless<T>(status: number, call: Promise<T>): Promise<T | undefined> {
  return call.catch((error: unknown) => {
    if (error instanceof Error && 'status' in error && error.status === status) return undefined;
    throw error;
  });
}

function vectorConfigOf(vectors: unknown): CollectionState['vector'] {
  if (typeof vectors !== 'object' || vectors === null) return undefined;
  if (!('size' in vectors) || typeof vectors.size !== 'number') return undefined;
  return { size: vectors.size, distance: 'distance' in vectors ? String(vectors.distance) : '' };
}

function storedPointOf(point: { id: unknown; payload?: unknown; vector?: unknown }): StoredPoint {
  const { id, payload, vector } = point;
  return {
    id: typeof id === 'string' ? id : undefined,
    payload: typeof payload === 'object' && payload !== null ? { ...payload } : {},
    ...(isNumbers(vector) && { vector: Float32Array.from(vector) }),
  };
}

function isNumbers(vector: unknown): vector is readonly number[] {
  return Array.isArray(vector) && typeof vector[0] === 'number';
}

function isList(which: readonly string[] | PointFilter): which is readonly string[] {
  return Array.isArray(which);
}
