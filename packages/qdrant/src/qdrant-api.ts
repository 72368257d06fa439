import type { CollectionSettings } from './collection-settings.ts';

/** A value of a payload, as JSON has them. */
export type PayloadValue =
  | string
  | number
  | boolean
  | null
  | PayloadValue[]
  | { [key: string]: PayloadValue };
export type Payload = Readonly<Record<string, PayloadValue>>;

/** What a point must be like, in the shape that Qdrant's REST has. All of `must`, any of `should`, none of `must_not`. */
export interface PointFilter {
  readonly must?: readonly Condition[];
  readonly should?: readonly Condition[];
  readonly must_not?: readonly Condition[];
}

export type Condition =
  /** The value, or one of the values of a list, is any of these texts. */
  | { readonly key: string; readonly match: { readonly any: readonly string[] } }
  | { readonly key: string; readonly range: Range }
  | { readonly has_id: readonly string[] }
  | PointFilter;

interface Range {
  readonly gt?: number;
  readonly gte?: number;
  readonly lt?: number;
  readonly lte?: number;
}

/** A point to be written. */
export interface Point {
  /** A UUID. */
  readonly id: string;
  readonly vector: Float32Array;
  readonly payload: Payload;
}

/** A point as it was read: whoever wrote it, anything may be in it. */
export interface StoredPoint {
  /** Undefined where it is a number: those are none of ours. */
  readonly id: string | undefined;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Absent where it was not asked for, or is not one vector. */
  readonly vector?: Float32Array;
}

export interface ScoredPoint extends StoredPoint {
  readonly score: number;
}

/** A read from several replicas: how many must be asked and agree. */
export type ReadConsistency = 'all' | 'majority' | 'quorum' | number;

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly consistency?: ReadConsistency | undefined;
}

export interface WriteOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface NearestQuery {
  readonly vector: Float32Array;
  readonly filter: PointFilter;
  readonly limit: number;
  readonly withVectors: boolean;
  /** Candidates that a search of the graph keeps. Default what the collection says. */
  readonly hnswEf?: number | undefined;
}

export interface PageQuery {
  readonly filter: PointFilter;
  readonly limit: number;
  /** The id to begin with. */
  readonly from?: string | undefined;
  readonly withVectors: boolean;
}

export interface Page {
  readonly points: readonly StoredPoint[];
  /** The id that the next page begins with; absent on the last. */
  readonly next?: string;
}

/** Whether the id that a page begins with is a number: others may have used such. */
export function isNumberId(id: string): boolean {
  return /^\d+$/.test(id);
}

/** What a collection says of itself. */
export interface CollectionState {
  /** Length of its one vector without a name, and how two are compared. Undefined where it has no such vector. */
  readonly vector: { readonly size: number; readonly distance: string } | undefined;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Fields that have an index. */
  readonly indexed: readonly string[];
  /** About so many points: exact only at rest. */
  readonly points: number;
  readonly details: Readonly<Record<string, string | number>>;
}

export type IndexKind = 'keyword' | 'float';

/**
 * What the transport asks of one Qdrant server, over either of its protocols. Every write has been applied, and is
 * searchable, when it resolves.
 */
export interface QdrantApi {
  readonly protocol: 'REST' | 'gRPC';
  /** Of the server: `1.16.3`. */
  version(options: ReadOptions): Promise<string>;
  /** Undefined where there is no such collection. */
  describe(collection: string, options: ReadOptions): Promise<CollectionState | undefined>;
  /** False where there was one already. */
  create(collection: string, settings: CollectionSettings, options: WriteOptions): Promise<boolean>;
  /** Adds to what is there. */
  addMetadata(collection: string, metadata: Payload, options: WriteOptions): Promise<void>;
  createIndex(collection: string, field: string, kind: IndexKind, options: WriteOptions): Promise<void>;
  /** Writes what is new, and replaces of what is there only what passes the filter. */
  upsert(
    collection: string,
    points: readonly Point[],
    replaceable: PointFilter,
    options: WriteOptions,
  ): Promise<void>;
  nearest(collection: string, query: NearestQuery, options: ReadOptions): Promise<readonly ScoredPoint[]>;
  /** In the order of ids. */
  page(collection: string, query: PageQuery, options: ReadOptions): Promise<Page>;
  /** Those that are there, in any order. */
  get(
    collection: string,
    ids: readonly string[],
    withVectors: boolean,
    options: ReadOptions,
  ): Promise<readonly StoredPoint[]>;
  remove(collection: string, which: readonly string[] | PointFilter, options: WriteOptions): Promise<void>;
  count(collection: string, filter: PointFilter, options: ReadOptions): Promise<number>;
}
