import { describeFingerprint, type Fingerprint, type OpenedCollection, OutcomeError } from '@qis/core';
import { type CollectionOptions, collectionSettings } from './collection-settings.ts';
import type { Layout } from './layout.ts';
import type { NodeRotation } from './node-rotation.ts';
import type { CollectionState, Payload } from './qdrant-api.ts';

/** What opening a collection needs to know. */
export interface Opening {
  readonly collection: string;
  readonly layout: Layout;
  readonly settings: CollectionOptions;
  /** Refuses a collection that is not there. */
  readonly mustExist: boolean;
  readonly fingerprint: Fingerprint | undefined;
  readonly signal: AbortSignal | undefined;
}

/** The key under which a collection's metadata says whose it is. */
const METADATA = 'qis';
const MINIMUM = [1, 16] as const;

/**
 * Finds the collection, or makes it. Its fingerprint is in the request that makes it, so of several processes that do so
 * at once one decides, and the others read what it said.
 */
export async function openCollection(nodes: NodeRotation, opening: Opening): Promise<OpenedCollection> {
  const { collection, layout, fingerprint, signal } = opening;
  assertVersion(await nodes.ask(signal, (node, options) => node.version(options)));
  const found = await nodes.ask(signal, (node, options) => node.describe(collection, options));
  const state = found ?? (await makeCollection(nodes, opening));
  const claim = claimOf(state);
  if (claim) assertSameLayout(claim.layout, layout);
  else if ((await nodes.ask(signal, (node, options) => node.count(collection, {}, options))) > 0) {
    assertReadable(layout);
    assertVectorFits(state, fingerprint);
    return {}; // others wrote it: it is left as it is
  }
  assertVectorFits(state, claim?.fingerprint ?? fingerprint);
  await makeIndexes(nodes, opening, state);
  if (claim) return { fingerprint: claim.fingerprint };
  if (!fingerprint) return {};
  const metadata = metadataOf(fingerprint, layout);
  await nodes.ask(signal, (node, options) => node.addMetadata(collection, metadata, options));
  return { fingerprint };
}

async function makeCollection(
  nodes: NodeRotation,
  { collection, layout, settings, mustExist, fingerprint, signal }: Opening,
): Promise<CollectionState> {
  if (mustExist || !fingerprint) throw missing(collection);
  const strict = layout.name === 'full';
  const wanted = collectionSettings(fingerprint, metadataOf(fingerprint, layout), strict, settings);
  await nodes.ask(signal, (node, options) => node.create(collection, wanted, options));
  const made = await nodes.ask(signal, (node, options) => node.describe(collection, options));
  if (!made) throw missing(collection);
  return made;
}

async function makeIndexes(
  nodes: NodeRotation,
  { collection, layout, signal }: Opening,
  { indexed }: CollectionState,
): Promise<void> {
  const lacking = Object.entries(layout.indexes).filter(([field]) => !indexed.includes(field));
  await Promise.all(
    lacking.map(([field, kind]) =>
      nodes.ask(signal, (node, options) => node.createIndex(collection, field, kind, options)),
    ),
  );
}

function metadataOf(fingerprint: Fingerprint, layout: Layout): Payload {
  const { model, revision, dtype, pooling, normalisation, dimensions } = fingerprint;
  return {
    [METADATA]: {
      layout: layout.name,
      fingerprint: { model, revision, dtype, pooling, normalisation, dimensions },
    },
  };
}

interface Claim {
  readonly layout: string;
  readonly fingerprint: Fingerprint;
}

function claimOf({ metadata }: CollectionState): Claim | undefined {
  const claim = metadata[METADATA];
  return isObject(claim) && isObject(claim.fingerprint)
    ? { layout: String(claim.layout), fingerprint: fingerprintOf(claim.fingerprint) }
    : undefined;
}

function fingerprintOf(stored: Readonly<Record<string, unknown>>): Fingerprint {
  const text = (name: string): string => String(stored[name]);
  return {
    model: text('model'),
    revision: text('revision'),
    dtype: text('dtype'),
    pooling: text('pooling'),
    normalisation: text('normalisation'),
    dimensions: Number(stored.dimensions),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function missing(collection: string): OutcomeError {
  return new OutcomeError('STORE_MISSING', `The Qdrant server has no collection ${collection}.`);
}

function assertVersion(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return;
  // Older ones ignore what they do not know: fingerprints would be lost, and newer packets replaced by older ones.
  const message = `The Qdrant server is of version ${version}, and ${MINIMUM.join('.')} or newer is needed.`;
  throw new OutcomeError('STORE_UNSUPPORTED', message);
}

function assertSameLayout(stored: string, layout: Layout): void {
  if (stored === layout.name) return;
  const message =
    layout.name === 'plain'
      ? 'The Qdrant collection is not plain: open it without the option plain.'
      : 'The Qdrant collection is plain: open it with the option plain.';
  throw new OutcomeError('INVALID_OPTION', message);
}

function assertReadable(layout: Layout): void {
  if (layout.name === 'plain') return;
  const message =
    'The Qdrant collection holds points that this project did not write. If they are the packets of a Python class with eight fields, open it with the option plain; otherwise take another collection.';
  throw new OutcomeError('INVALID_OPTION', message);
}

function assertVectorFits({ vector }: CollectionState, fingerprint: Fingerprint | undefined): void {
  if (vector?.distance !== 'Cosine') {
    const message = 'The Qdrant collection has no single vector without a name that is compared by cosine.';
    throw new OutcomeError('STORE_UNSUPPORTED', message);
  }
  if (!fingerprint || vector.size === fingerprint.dimensions) return;
  const message = `The Qdrant collection takes vectors of ${vector.size} dimensions, this process embeds by ${describeFingerprint(fingerprint)}.`;
  throw new OutcomeError('EMBEDDER_MISMATCH', message);
}
