import { type Fingerprint, OutcomeError } from '@qis/core';
import type { ChromaClient, ChromaCollection, ChromaEmbedding } from './chroma-client.ts';

export interface OpenCollectionOptions {
  /** Absent where nothing will be written: then the collection must be there. */
  readonly fingerprint: Fingerprint | undefined;
  readonly mayCreate: boolean;
}

export interface FoundCollection {
  readonly id: string;
  /** Absent where it holds rows of others who stored none. */
  readonly fingerprint?: Fingerprint;
}

const FINGERPRINT_KEY = 'qis_fingerprint';

/**
 * A collection may name a function that embeds, and the library would import a package of that name. Vectors are made
 * elsewhere, so it is given one that is never called.
 */
const NO_EMBEDDING: ChromaEmbedding = {
  generate: () => Promise.reject(new Error('Vectors are made elsewhere.')),
};

/**
 * Opens or makes a collection. The server lets one of those win who make it at the same time, and its answer to all of
 * them carries the winner's fingerprint.
 * @throws OutcomeError `STORE_MISSING` where it must exist and does not, `STORE_UNSUPPORTED` where it does not measure by cosine.
 */
export async function openCollection(
  client: ChromaClient,
  name: string,
  { fingerprint, mayCreate }: OpenCollectionOptions,
): Promise<FoundCollection> {
  const find = (): Promise<ChromaCollection> =>
    client.getCollection({ name, embeddingFunction: NO_EMBEDDING });
  const collection = await find().catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
    if (!mayCreate || !fingerprint) throw missing(name);
    return client.getOrCreateCollection({
      name,
      configuration: { hnsw: { space: 'cosine' } },
      metadata: { [FINGERPRINT_KEY]: JSON.stringify(fingerprint) },
      embeddingFunction: null,
    });
  });
  assertCosine(collection, name);
  const stored = fingerprintOf(collection);
  if (stored) return { id: collection.id, fingerprint: stored };
  if (!fingerprint || (await collection.count()) > 0) return { id: collection.id };
  // Others made it, and left it empty. Two embedders that meet here at the same moment could both believe that it is theirs.
  const metadata = { ...(collection.metadata as object), [FINGERPRINT_KEY]: JSON.stringify(fingerprint) };
  await collection.modify({ metadata });
  const agreed = fingerprintOf(await find());
  return { id: collection.id, ...(agreed && { fingerprint: agreed }) };
}

function fingerprintOf({ metadata }: ChromaCollection): Fingerprint | undefined {
  const stored = (metadata as Record<string, unknown> | null | undefined)?.[FINGERPRINT_KEY];
  return typeof stored === 'string' ? (JSON.parse(stored) as Fingerprint) : undefined;
}

function assertCosine({ configuration }: ChromaCollection, name: string): void {
  const space = configuration.hnsw?.space ?? configuration.spann?.space;
  if (space === 'cosine') return;
  throw new OutcomeError(
    'STORE_UNSUPPORTED',
    `The collection ${name} does not measure by cosine, which is settled when it is made: give another name.`,
  );
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && error.name === 'ChromaNotFoundError';
}

function missing(name: string): OutcomeError {
  return new OutcomeError('STORE_MISSING', `The store has no collection ${name}.`);
}
