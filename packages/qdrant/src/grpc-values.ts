import {
  type QdrantClient,
  ReadConsistencyType,
  toDenseVector,
  type Value,
  type VectorsOutput,
} from '@qdrant/js-client-grpc';
import {
  type Condition,
  isNumberId,
  type PayloadValue,
  type PointFilter,
  type ReadConsistency,
  type StoredPoint,
} from './qdrant-api.ts';

type Api<Name extends Parameters<QdrantClient['api']>[0]> = ReturnType<
  typeof QdrantClient.prototype.api<Name>
>;
export type PointCalls = Api<'points'>;
export type CollectionCalls = Api<'collections'>;
export type ServiceCalls = Api<'service'>;

type QueryRequest = Parameters<PointCalls['query']>[0];
type UpsertRequest = Parameters<PointCalls['upsert']>[0];
type GrpcFilter = NonNullable<QueryRequest['filter']>;
type GrpcCondition = NonNullable<GrpcFilter['must']>[number];
type GrpcConsistency = NonNullable<QueryRequest['readConsistency']>;
type GrpcPoint = NonNullable<UpsertRequest['points']>[number];
type GrpcValue = NonNullable<GrpcPoint['payload']>[string];
type GrpcId = NonNullable<GrpcPoint['id']>;

/** A payload as protobuf has it, field by field. */
export function grpcFields(payload: Readonly<Record<string, PayloadValue>>): Record<string, GrpcValue> {
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, grpcValue(key, value)]));
}

/** Fields that hold seconds or shares: whole numbers among them are floats all the same, as Python has them. */
const FLOATS = new Set(['confidence', 'timestamp', 'expires_at']);

function grpcValue(key: string, value: PayloadValue): GrpcValue {
  if (value === null) return { kind: { case: 'nullValue', value: 0 } };
  if (typeof value === 'string') return { kind: { case: 'stringValue', value } };
  if (typeof value === 'boolean') return { kind: { case: 'boolValue', value } };
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && !FLOATS.has(key)
      ? { kind: { case: 'integerValue', value: BigInt(value) } }
      : { kind: { case: 'doubleValue', value } };
  }
  if (Array.isArray(value)) {
    return { kind: { case: 'listValue', value: { values: value.map((item) => grpcValue(key, item)) } } };
  }
  return { kind: { case: 'structValue', value: { fields: grpcFields(value) } } };
}

export function fieldsOf(fields: Readonly<Record<string, Value>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, plainValue(value)]));
}

function plainValue({ kind }: Value): unknown {
  switch (kind.case) {
    case 'nullValue':
      return null;
    case 'integerValue':
      return Number(kind.value);
    case 'listValue':
      return kind.value.values.map(plainValue);
    case 'structValue':
      return fieldsOf(kind.value.fields);
    default:
      return kind.value;
  }
}

export function grpcFilter({ must = [], should = [], must_not = [] }: PointFilter): GrpcFilter {
  return {
    must: must.map(grpcCondition),
    should: should.map(grpcCondition),
    mustNot: must_not.map(grpcCondition),
  };
}

function grpcCondition(condition: Condition): GrpcCondition {
  if ('match' in condition) {
    const { key, match } = condition;
    const strings = [...match.any];
    return {
      conditionOneOf: {
        case: 'field',
        value: { key, match: { matchValue: { case: 'keywords', value: { strings } } } },
      },
    };
  }
  if ('range' in condition) {
    const { key, range } = condition;
    return { conditionOneOf: { case: 'field', value: { key, range: { ...range } } } };
  }
  if ('has_id' in condition) {
    return { conditionOneOf: { case: 'hasId', value: { hasId: condition.has_id.map(grpcId) } } };
  }
  return { conditionOneOf: { case: 'filter', value: grpcFilter(condition) } };
}

export function grpcId(value: string): GrpcId {
  return { pointIdOptions: { case: 'uuid', value } };
}

/** Where a page begins: others may have used numbers for ids. */
export function grpcOffset(from: string): GrpcId {
  return isNumberId(from) ? { pointIdOptions: { case: 'num', value: BigInt(from) } } : grpcId(from);
}

const CONSISTENCY = {
  all: ReadConsistencyType.All,
  majority: ReadConsistencyType.Majority,
  quorum: ReadConsistencyType.Quorum,
} as const;

export function grpcConsistency(consistency: ReadConsistency): GrpcConsistency {
  return typeof consistency === 'number'
    ? { value: { case: 'factor', value: BigInt(consistency) } }
    : { value: { case: 'type', value: CONSISTENCY[consistency] } };
}

export function grpcPoint(id: string, vector: Float32Array, payload: GrpcPoint['payload']): GrpcPoint {
  const dense = { case: 'dense', value: { data: Array.from(vector) } } as const;
  return {
    id: grpcId(id),
    vectors: { vectorsOptions: { case: 'vector', value: { vector: dense } } },
    ...(payload && { payload }),
  };
}

/** What the messages of a point that was read have in common. */
interface ReadPoint {
  readonly id?:
    | { readonly pointIdOptions: { readonly case?: string | undefined; readonly value?: unknown } }
    | undefined;
  readonly payload: Readonly<Record<string, Value>>;
  readonly vectors?: VectorsOutput | undefined;
}

export function pointOfGrpc({ id, payload, vectors }: ReadPoint): StoredPoint {
  const options = vectors?.vectorsOptions;
  const dense = options?.case === 'vector' ? toDenseVector(options.value) : undefined;
  const { pointIdOptions } = id ?? {};
  return {
    id: pointIdOptions?.case === 'uuid' ? String(pointIdOptions.value) : undefined,
    payload: fieldsOf(payload),
    ...(dense && { vector: Float32Array.from(dense.data) }),
  };
}
