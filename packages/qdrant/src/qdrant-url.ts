import { OutcomeError } from '@qis/core';
import type { QdrantTransportOptions } from './qdrant-transport.ts';
import type { Server } from './server.ts';

/** What a URL says: `qdrant://HOST:PORT,HOST?collection=team&tls=true`. */
export interface QdrantUrl {
  readonly protocol: 'REST' | 'gRPC';
  readonly servers: readonly Server[];
  /** Whether a collection that names no embedder is taken for one of the embedder in use: for whoever opens it. */
  readonly assumeFingerprint: boolean;
  readonly options: UrlOptions;
}

type UrlOptions = Omit<QdrantTransportOptions, 'nodes' | 'mustExist' | 'silentMs' | 'random'>;

const PROTOCOLS: ReadonlyMap<string, QdrantUrl['protocol']> = new Map([
  ['qdrant', 'REST'],
  ['qdrant+grpc', 'gRPC'],
]);
const DEFAULT_PORTS = { REST: 6333, gRPC: 6334 } as const;

/** The parameters of a URL, each with what it makes of its value: undefined where that is none. */
const PARAMETERS: Readonly<Record<string, (value: string) => UrlOptions | undefined>> = {
  collection: (collection) => ({ collection }),
  plain: (value) => ifFlag(value, (plain) => ({ plain })),
  replication: (value) => ifCount(value, (replicationFactor) => ({ replicationFactor })),
  'write-consistency': (value) => ifCount(value, (writeConsistencyFactor) => ({ writeConsistencyFactor })),
  'read-consistency': (value) =>
    value === 'all' || value === 'majority' || value === 'quorum'
      ? { readConsistency: value }
      : ifCount(value, (readConsistency) => ({ readConsistency })),
  shards: (value) => ifCount(value, (shardNumber) => ({ shardNumber })),
  quantization: (value) => (value === 'int8' || value === 'none' ? { quantization: value } : undefined),
  'on-disk': (value) => ifFlag(value, (vectorsOnDisk) => ({ vectorsOnDisk })),
  m: (value) => ifCount(value, (hnswM) => ({ hnswM })),
  ef: (value) => ifCount(value, (hnswEf) => ({ hnswEf })),
};

/** For all nodes, and for whoever opens the collection. */
const FLAGS = ['tls', 'assume-fingerprint'] as const;

/** The parameters that a URL may carry. */
export const QDRANT_PARAMETERS: readonly string[] = [...FLAGS, ...Object.keys(PARAMETERS)];

/**
 * Reads the URL of a server or a cluster. Nodes are separated by commas, an IPv6 address stands in brackets.
 * @throws OutcomeError `INVALID_OPTION`. The URL itself is never quoted: it may hold a secret.
 */
export function parseQdrantUrl(text: string): QdrantUrl {
  const fault = qdrantUrlFault(text);
  if (fault !== undefined) {
    throw new OutcomeError('INVALID_OPTION', `The URL of Qdrant ${fault}.`, { field: 'url' });
  }
  const { protocol, nodes, parameters } = partsOf(text);
  const is = (flag: (typeof FLAGS)[number]): boolean =>
    parameters.some(([name, value]) => name === flag && value === 'true');
  const tls = is('tls');
  return {
    protocol: protocol ?? 'REST',
    servers: nodes.flatMap((node) => serverOf(node, DEFAULT_PORTS[protocol ?? 'REST'], tls) ?? []),
    assumeFingerprint: is('assume-fingerprint'),
    options: Object.assign({}, ...parameters.map(([name, value]) => PARAMETERS[name]?.(value))),
  };
}

/** What is wrong with a URL, as the end of a sentence that never quotes it; undefined where nothing is. */
export function qdrantUrlFault(text: string): string | undefined {
  const { protocol, authority, nodes, rest, parameters } = partsOf(text);
  if (!protocol) return 'must begin with qdrant:// or qdrant+grpc://';
  if (authority.includes('@')) {
    return 'holds a user name or a password: the key comes from QDRANT_API_KEY, never from a URL';
  }
  if (!/^\/?(?:\?[^#]*)?$/.test(rest)) return 'has a path: only nodes and parameters are taken';
  if (nodes.some((node) => !serverOf(node, DEFAULT_PORTS[protocol], false))) {
    return 'has a node that is neither HOST nor HOST:PORT';
  }
  for (const [name, value] of parameters) {
    if (!QDRANT_PARAMETERS.includes(name)) {
      return `has a parameter that is none of ${QDRANT_PARAMETERS.join(', ')}`;
    }
    const known = FLAGS.some((flag) => flag === name)
      ? value === 'true' || value === 'false'
      : PARAMETERS[name]?.(value) !== undefined;
    if (!known) return `has a parameter ${name} of no known value`;
  }
  return undefined;
}

interface Parts {
  /** Undefined where the text is no URL of Qdrant. */
  readonly protocol: QdrantUrl['protocol'] | undefined;
  readonly authority: string;
  readonly nodes: readonly string[];
  readonly rest: string;
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

/** `URL` knows one host only, so the text is taken apart here. */
function partsOf(text: string): Parts {
  const [, scheme = '', authority = '', rest = ''] = /^([a-z+]+):\/\/([^/?#]*)(.*)$/i.exec(text.trim()) ?? [];
  return {
    protocol: PROTOCOLS.get(scheme.toLowerCase()),
    authority,
    nodes: authority.split(','),
    rest,
    parameters: [...new URLSearchParams(rest.replace(/^\/?\??/, ''))],
  };
}

function serverOf(node: string, defaultPort: number, tls: boolean): Server | undefined {
  if (!URL.canParse(`http://${node}`)) return undefined;
  const { hostname: host, port } = new URL(`http://${node}`);
  // A URL keeps no port that is the standard of its scheme.
  return { host, port: node.endsWith(':80') ? 80 : Number(port || defaultPort), tls };
}

function ifFlag<T>(value: string, make: (flag: boolean) => T): T | undefined {
  return value === 'true' || value === 'false' ? make(value === 'true') : undefined;
}

function ifCount<T>(value: string, make: (count: number) => T): T | undefined {
  return /^[1-9]\d{0,5}$/.test(value) ? make(Number(value)) : undefined;
}
