import { CHROMA_PARAMETERS, chromaUrlFault } from '@qis/chroma/url';
import { OutcomeError, type OutcomeTransport } from '@qis/core';
import { parseQdrantUrl, QDRANT_PARAMETERS, qdrantUrlFault } from '@qis/qdrant/url';
import { restUrlFault } from '@qis/rest/url';
import { sqliteFault, sqlitePath } from './sqlite-path.ts';

/** Which store, as a URL and a collection name say it. */
export interface TransportChoice {
  /** For instance `sqlite:/var/lib/qis/outcomes.db`. Of a cluster it names the first node. */
  readonly url: URL;
  /** As it was given, with all nodes of a cluster. */
  readonly text: string;
  readonly collection: string;
  /** Whether `open` refuses to make a store or a collection that is not there. Default false. */
  readonly mustExist?: boolean;
  /** Of a gateway: whether it makes the vectors. Default false: they are carried. */
  readonly remoteEmbedding?: boolean;
  /** Whether packets of no known model are taken for those of the embedder in use. Default false. */
  readonly assumeFingerprint?: boolean;
}

type CreateTransport = (choice: TransportChoice) => Promise<OutcomeTransport>;

const createQdrant: CreateTransport = async ({ text, collection, mustExist = false }) => {
  const { connectQdrant } = await import('@qis/qdrant');
  return connectQdrant(text, { collection, mustExist, apiKey: process.env.QDRANT_API_KEY });
};

const createRest: CreateTransport = async ({ url, collection, remoteEmbedding = false }) => {
  const { RestTransport } = await import('@qis/rest');
  const token = process.env[TOKEN_VARIABLE] || undefined;
  return new RestTransport({
    url: url.href,
    collection,
    token,
    embedding: remoteEmbedding ? 'remote' : 'own',
  });
};

/** Every transport by the scheme of its URL. Loaded when first used: a list of tools must not wait for a store. */
const TRANSPORTS: Readonly<Record<string, CreateTransport>> = {
  'memory:': async () => {
    const { MemoryTransport } = await import('@qis/memory');
    return new MemoryTransport();
  },
  'sqlite:': async ({ url, collection, mustExist = false }) => {
    const { SqliteTransport } = await import('@qis/sqlite');
    return new SqliteTransport({ path: sqlitePath(url), collection, mustExist });
  },
  'chroma:': async ({ url, collection, mustExist = false }) => {
    const { connectChroma } = await import('@qis/chroma');
    return connectChroma(url.href, { collection, mustExist, apiKey: process.env.CHROMA_API_KEY });
  },
  'qdrant:': createQdrant,
  'qdrant+grpc:': createQdrant,
  'http:': createRest,
  'https:': createRest,
};

/** What is wrong with a URL of a scheme, collection aside, as the end of a sentence. */
const FAULTS: Readonly<Record<string, (url: URL, text: string) => string | undefined>> = {
  'memory:': ({ host, pathname, hash }) =>
    host === '' && pathname === '' && hash === ''
      ? undefined
      : 'has more behind memory: than ?collection=NAME',
  'sqlite:': sqliteFault,
  'chroma:': chromaUrlFault,
  'qdrant:': (_, text) => qdrantUrlFault(text),
  'qdrant+grpc:': (_, text) => qdrantUrlFault(text),
  'http:': restUrlFault,
  'https:': restUrlFault,
};

/** Parameters of a URL beside `collection`, by scheme. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  'chroma:': CHROMA_PARAMETERS,
  'qdrant:': QDRANT_PARAMETERS,
  'qdrant+grpc:': QDRANT_PARAMETERS,
};

/** The variable that holds the token for a gateway. */
const TOKEN_VARIABLE = 'QIS_REST_TOKEN';
const COLLECTION = /^[\w.-]{1,128}$/;

/** Where packets are kept unless somebody says otherwise. */
export const DEFAULT_TRANSPORT = 'sqlite:';
export const DEFAULT_COLLECTION = 'qis_outcome_packets';

/**
 * Reads a transport URL and the name of a collection, which may also stand in the URL.
 * @param at what the URL is called in messages. The URL itself is never quoted: it may hold a secret.
 * @throws OutcomeError `INVALID_OPTION`
 */
export function chooseTransport(text: string, collection?: string, at = 'transport'): TransportChoice {
  const refuse = (fault: string): OutcomeError =>
    new OutcomeError('INVALID_OPTION', `${at} ${fault}.`, { field: 'transport' });
  const known = `Known: ${Object.keys(TRANSPORTS).join(', ')}`;

  const url = transportUrl(text);
  if (!url) throw refuse(`is no URL. ${known}`);
  if (url.username !== '' || url.password !== '') {
    throw refuse(
      'holds a user name or a password: secrets come from environment variables, never from a URL',
    );
  }
  if (!Object.hasOwn(TRANSPORTS, url.protocol)) throw refuse(`names no transport that there is. ${known}`);
  const fault = FAULTS[url.protocol]?.(url, text);
  if (fault) throw refuse(fault);
  const parameters = [...new Set(['collection', ...(PARAMETERS[url.protocol] ?? [])])];
  if ([...url.searchParams.keys()].some((name) => !parameters.includes(name))) {
    throw refuse(`has a parameter other than ${parameters.join(', ')}`);
  }

  const named = new Set(url.searchParams.getAll('collection'));
  if (collection !== undefined) named.add(collection);
  if (named.size > 1) throw refuse('names another collection than was given: leave one of them out');
  const [name = DEFAULT_COLLECTION] = named;
  if (!COLLECTION.test(name))
    throw refuse('or collection: a name is 1 to 128 letters, digits, ".", "_" or "-"');
  const assumeFingerprint = isQdrant(url) && parseQdrantUrl(text).assumeFingerprint;
  return { url, text, collection: name, ...(assumeFingerprint && { assumeFingerprint }) };
}

/** The URL of a transport. A cluster has several nodes where a URL has one host: it is told by the first. */
export function transportUrl(text: string): URL | undefined {
  const ofOneNode = text.replace(/^(qdrant(?:\+grpc)?:\/\/[^,/?#]*),[^/?#]*/i, '$1');
  return URL.canParse(ofOneNode) ? new URL(ofOneNode) : undefined;
}

/** Whether a URL names a gateway, which makes vectors itself where nobody chose an embedder. */
export function isGateway({ protocol }: URL): boolean {
  return protocol === 'http:' || protocol === 'https:';
}

function isQdrant({ protocol }: URL): boolean {
  return protocol === 'qdrant:' || protocol === 'qdrant+grpc:';
}

/** Makes the chosen transport; a router opens it. */
export async function createTransport(choice: TransportChoice): Promise<OutcomeTransport> {
  const create = TRANSPORTS[choice.url.protocol];
  if (!create) throw new OutcomeError('INVALID_OPTION', 'transport is not known.', { field: 'transport' });
  return create(choice);
}
