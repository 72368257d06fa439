import {
  CollectionStatus,
  Distance,
  FieldType,
  QdrantClient,
  QuantizationType,
} from '@qdrant/js-client-grpc';
import type { CollectionSettings } from './collection-settings.ts';
import {
  type CollectionCalls,
  fieldsOf,
  grpcConsistency,
  grpcFields,
  grpcFilter,
  grpcId,
  grpcOffset,
  grpcPoint,
  type PointCalls,
  pointOfGrpc,
  type ServiceCalls,
} from './grpc-values.ts';
import type {
  CollectionState,
  IndexKind,
  NearestQuery,
  Page,
  PageQuery,
  Payload,
  Point,
  PointFilter,
  QdrantApi,
  ReadConsistency,
  ReadOptions,
  ScoredPoint,
  StoredPoint,
  WriteOptions,
} from './qdrant-api.ts';
import type { Server } from './server.ts';

const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;
const FIELD_TYPES: Readonly<Record<IndexKind, FieldType>> = {
  keyword: FieldType.FieldTypeKeyword,
  float: FieldType.FieldTypeFloat,
};
const PAYLOAD = { selectorOptions: { case: 'enable', value: true } } as const;

/** One server over gRPC. */
export class GrpcApi implements QdrantApi {
  readonly protocol = 'gRPC';
  readonly #collections: CollectionCalls;
  readonly #points: PointCalls;
  readonly #service: ServiceCalls;

  constructor({ host, port, tls, apiKey }: Server) {
    const client = new QdrantClient({
      url: `${tls ? 'https' : 'http'}://${host}:${port}`,
      port,
      // As a header: as an option the client would warn on the console where there is no TLS.
      ...(apiKey !== undefined && { headers: { 'api-key': apiKey } }),
      timeout: Number.POSITIVE_INFINITY, // a finite one would take the place of our signals
      checkCompatibility: false, // `open` asks for the version
      compression: false, // vectors do not get smaller by it, calls get slower
    });
    this.#collections = client.api('collections');
    this.#points = client.api('points');
    this.#service = client.api('service');
  }

  async version(options: ReadOptions): Promise<string> {
    return (await this.#service.healthCheck({}, call(options))).version;
  }

  async describe(collectionName: string, options: ReadOptions): Promise<CollectionState | undefined> {
    const answer = await unless(NOT_FOUND, this.#collections.get({ collectionName }, call(options)));
    const info = answer?.result;
    if (!info) return undefined;
    const params = info.config?.params;
    const vectors = params?.vectorsConfig?.config;
    return {
      vector:
        vectors?.case === 'params'
          ? { size: Number(vectors.value.size), distance: Distance[vectors.value.distance] }
          : undefined,
      metadata: fieldsOf(info.config?.metadata ?? {}),
      indexed: Object.keys(info.payloadSchema),
      points: Number(info.pointsCount ?? 0),
      details: {
        status: CollectionStatus[info.status].toLowerCase(),
        segments: Number(info.segmentsCount),
        shards: params?.shardNumber ?? 1,
        replicas: params?.replicationFactor ?? 1,
        indexed: Number(info.indexedVectorsCount ?? 0),
      },
    };
  }

  async create(
    collectionName: string,
    settings: CollectionSettings,
    options: WriteOptions,
  ): Promise<boolean> {
    const { vectors, strict_mode_config, hnsw_config, quantization_config, shard_number } = settings;
    const params = { size: BigInt(vectors.size), distance: Distance.Cosine, onDisk: vectors.on_disk };
    const created = this.#collections.create(
      {
        collectionName,
        vectorsConfig: { config: { case: 'params', value: params } },
        replicationFactor: settings.replication_factor,
        writeConsistencyFactor: settings.write_consistency_factor,
        ...(shard_number !== undefined && { shardNumber: shard_number }),
        ...(hnsw_config && { hnswConfig: { m: BigInt(hnsw_config.m) } }),
        ...(quantization_config && {
          quantizationConfig: {
            quantization: {
              case: 'scalar',
              value: { type: QuantizationType.Int8, alwaysRam: quantization_config.scalar.always_ram },
            },
          },
        }),
        strictModeConfig: {
          enabled: strict_mode_config.enabled,
          unindexedFilteringRetrieve: strict_mode_config.unindexed_filtering_retrieve,
          unindexedFilteringUpdate: strict_mode_config.unindexed_filtering_update,
        },
        metadata: grpcFields(settings.metadata),
      },
      call(options),
    );
    return (await unless(ALREADY_EXISTS, created)) !== undefined;
  }

  async addMetadata(collectionName: string, metadata: Payload, options: WriteOptions): Promise<void> {
    await this.#collections.update({ collectionName, metadata: grpcFields(metadata) }, call(options));
  }

  async createIndex(
    collectionName: string,
    fieldName: string,
    kind: IndexKind,
    options: WriteOptions,
  ): Promise<void> {
    const fieldType = FIELD_TYPES[kind];
    await this.#points.createFieldIndex({ collectionName, wait: true, fieldName, fieldType }, call(options));
  }

  async upsert(
    collectionName: string,
    points: readonly Point[],
    replaceable: PointFilter,
    options: WriteOptions,
  ): Promise<void> {
    await this.#points.upsert(
      {
        collectionName,
        wait: true,
        points: points.map(({ id, vector, payload }) => grpcPoint(id, vector, grpcFields(payload))),
        updateFilter: grpcFilter(replaceable),
      },
      call(options),
    );
  }

  async nearest(
    collectionName: string,
    { vector, filter, limit, withVectors, hnswEf }: NearestQuery,
    options: ReadOptions,
  ): Promise<readonly ScoredPoint[]> {
    const dense = { case: 'dense', value: { data: Array.from(vector) } } as const;
    const { result } = await this.#points.query(
      {
        collectionName,
        query: { variant: { case: 'nearest', value: { variant: dense } } },
        filter: grpcFilter(filter),
        limit: BigInt(limit),
        withPayload: PAYLOAD,
        withVectors: vectorsIf(withVectors),
        params: {
          ...(hnswEf !== undefined && { hnswEf: BigInt(hnswEf) }),
          quantization: { rescore: true },
        },
        ...reading(options),
      },
      call(options),
    );
    return result.map((point) => ({ ...pointOfGrpc(point), score: point.score }));
  }

  async page(
    collectionName: string,
    { filter, limit, from, withVectors }: PageQuery,
    options: ReadOptions,
  ): Promise<Page> {
    const { result, nextPageOffset } = await this.#points.scroll(
      {
        collectionName,
        filter: grpcFilter(filter),
        limit,
        ...(from !== undefined && { offset: grpcOffset(from) }),
        withPayload: PAYLOAD,
        withVectors: vectorsIf(withVectors),
        ...reading(options),
      },
      call(options),
    );
    const next = nextPageOffset?.pointIdOptions.value;
    return { points: result.map(pointOfGrpc), ...(next !== undefined && { next: String(next) }) };
  }

  async get(
    collectionName: string,
    ids: readonly string[],
    withVectors: boolean,
    options: ReadOptions,
  ): Promise<readonly StoredPoint[]> {
    const { result } = await this.#points.get(
      {
        collectionName,
        ids: ids.map(grpcId),
        withPayload: PAYLOAD,
        withVectors: vectorsIf(withVectors),
        ...reading(options),
      },
      call(options),
    );
    return result.map(pointOfGrpc);
  }

  async remove(
    collectionName: string,
    which: readonly string[] | PointFilter,
    options: WriteOptions,
  ): Promise<void> {
    const pointsSelectorOneOf = isList(which)
      ? ({ case: 'points', value: { ids: which.map(grpcId) } } as const)
      : ({ case: 'filter', value: grpcFilter(which) } as const);
    await this.#points.delete({ collectionName, wait: true, points: { pointsSelectorOneOf } }, call(options));
  }

  async count(collectionName: string, filter: PointFilter, options: ReadOptions): Promise<number> {
    const { result } = await this.#points.count(
      { collectionName, filter: grpcFilter(filter), exact: true, ...reading(options) },
      call(options),
    );
    return Number(result?.count ?? 0);
  }
}

function call({ signal }: { readonly signal?: AbortSignal | undefined }): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}

function reading({ consistency }: { readonly consistency?: ReadConsistency | undefined }): {
  readConsistency?: ReturnType<typeof grpcConsistency>;
} {
  return consistency === undefined ? {} : { readConsistency: grpcConsistency(consistency) };
}

function vectorsIf(value: boolean): { selectorOptions: { case: 'enable'; value: boolean } } {
  return { selectorOptions: { case: 'enable', value } };
}

/** Undefined where the server answers with this status. */
async function unless<T>(code: number, call: Promise<T>): Promise<T | undefined> {
  return call.catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === code) return undefined;
    throw error;
  });
}

function isList(which: readonly string[] | PointFilter): which is readonly string[] {
  return Array.isArray(which);
}
