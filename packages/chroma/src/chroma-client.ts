/** A row's own data: flat, and of these types alone. */
export interface ChromaMetadata {
  readonly [key: string]: string | number | boolean;
}

/** A condition on metadata: one key on each level, lists behind `$and` and `$or` of two members or more. */
export type ChromaWhere =
  | { [key: string]: ChromaCondition | boolean }
  | { $and: ChromaWhere[] }
  | { $or: ChromaWhere[] };

type ChromaCondition =
  | { $eq: string }
  | { $ne: string }
  | { $in: string[] }
  | { $nin: string[] }
  | { $gte: number }
  | { $lt: number };

export type ChromaInclude = 'metadatas' | 'embeddings' | 'distances';

/** What a row holds comes back in lists of equal length; empty ones where it was not asked for. */
export interface ChromaRows {
  readonly ids: string[];
  readonly metadatas: readonly unknown[];
  readonly embeddings: readonly (readonly number[] | null)[];
}

/** The same with one list for each vector that was asked about. */
export interface ChromaNearest {
  readonly ids: string[][];
  readonly distances: readonly (readonly (number | null)[] | null)[];
  readonly metadatas: readonly (readonly unknown[] | null)[];
  readonly embeddings: readonly (readonly (readonly number[] | null)[] | null)[];
}

interface ChromaIndex {
  readonly space?: string | null;
}

/** What a collection may have to make vectors. */
export interface ChromaEmbedding {
  generate(texts: string[]): Promise<number[][]>;
}

interface ChromaFields {
  readonly ids: string[];
  readonly embeddings: number[][];
  readonly metadatas: ChromaMetadata[];
}

/** The part of a collection of `chromadb` that is called. */
export interface ChromaCollection {
  readonly id: string;
  readonly metadata?: unknown;
  readonly configuration: { readonly hnsw?: ChromaIndex | null; readonly spann?: ChromaIndex | null };
  count(): Promise<number>;
  get(query: {
    ids?: string[];
    where?: ChromaWhere;
    limit?: number;
    include: ChromaInclude[];
  }): Promise<ChromaRows>;
  query(query: {
    queryEmbeddings: number[][];
    nResults: number;
    where?: ChromaWhere;
    include: ChromaInclude[];
  }): Promise<ChromaNearest>;
  /** Leaves rows that are there as they are. */
  add(rows: ChromaFields): Promise<void>;
  /** Writes over rows that are there; keys of their metadata that are not named stay. */
  upsert(rows: ChromaFields): Promise<void>;
  delete(query: { ids?: string[]; where?: ChromaWhere }): Promise<unknown>;
  modify(change: { metadata: ChromaMetadata }): Promise<void>;
}

/** The part of the client of `chromadb` that is called. */
export interface ChromaClient {
  getMaxBatchSize(): Promise<number>;
  getCollection(query: { name: string; embeddingFunction: ChromaEmbedding }): Promise<ChromaCollection>;
  getOrCreateCollection(query: {
    name: string;
    configuration: { hnsw: { space: 'cosine' } };
    metadata: ChromaMetadata;
    embeddingFunction: null;
  }): Promise<ChromaCollection>;
  /** What is known of a collection by its id alone is enough to read and write it. Asks the server nothing. */
  collection(id: string): Pick<ChromaCollection, 'count' | 'get' | 'query' | 'add' | 'upsert' | 'delete'>;
}

/** The collection that a call reads and writes. */
export type ChromaHandle = ReturnType<ChromaClient['collection']>;

/**
 * Makes the client of one call. `chromadb` takes no signal with a call and never gives up, so each call of the transport
 * has a client whose requests end with its signal. Must be cheap.
 */
export type ClientFor = (signal: AbortSignal | undefined) => ChromaClient;
