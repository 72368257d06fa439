import { OutcomeError } from '@qis/core';
import type { QdrantTransportOptions } from './qdrant-transport.ts';
import type { Server } from './server.ts';

/** What a URL says: `qdrant://HOST:PORT,HOST?collection=team&tls=true`. */
export interface QdrantUrl {
  readonly protocol: 'REST' | 'gRPC';
  readonly servers: readonly Server[];
  readonly options: UrlOptions;
}

type UrlOptions = Omit<QdrantTransportOptions, 'nodes' | 'mustExist' | 'answerWithinMs' | 'random'>;

const PROTOCOLS = { qdrant: 'REST', 'qdrant+grpc': 'gRPC' } as const;
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

/**
 * Reads the URL of a server or a cluster. Nodes are separated by commas, an IPv6 address stands in brackets.
 * @throws OutcomeError `INVALID_OPTION`. The URL itself is never quoted: it may hold a secret.
 */
export function parseQdrantUrl(text: string): QdrantUrl {
  const [, scheme = '', authority = '', rest = ''] = /^([a-z+]+):\/\/([^/?#]*)(.*)$/i.exec(text.trim()) ?? [];
  const protocol = PROTOCOLS[scheme.toLowerCase() as keyof typeof PROTOCOLS];
  if (!protocol) throw refuse('must begin with qdrant:// or qdrant+grpc://');
  if (authority.includes('@')) {
    throw refuse('holds a user name or a password: the key comes from QDRANT_API_KEY, never from a URL');
  }
  if (!/^\/?(?:\?[^#]*)?$/.test(rest)) throw refuse('has a path: only nodes and parameters are taken');
  const parameters = [...new URLSearchParams(rest.replace(/^\/?\??/, ''))];
  const tls = tlsOf(parameters);
  return {
    protocol,
    servers: authority.split(',').map((node) => serverOf(node, DEFAULT_PORTS[protocol], tls)),
    options: Object.assign({}, ...parameters.map(([name, value]) => optionOf(name, value))),
  };
}

function serverOf(node: string, defaultPort: number, tls: boolean): Server {
  const url = URL.canParse(`http://${node}`) ? new URL(`http://${node}`) : undefined;
  if (!url) throw refuse('has a node that is no HOST or HOST:PORT');
  // A URL keeps no port that is the standard of its scheme.
  const port = /:80$/.test(node) ? 80 : Number(url.port || defaultPort);
  return { host: url.hostname, port, tls };
}

function tlsOf(parameters: readonly (readonly [string, string])[]): boolean {
  const given = parameters.find(([name]) => name === 'tls')?.[1] ?? 'false';
  const tls = ifFlag(given, (value) => ({ value }));
  if (!tls) throw refuse('has a parameter tls that is neither true nor false');
  return tls.value;
}

function optionOf(name: string, value: string): UrlOptions {
  if (name === 'tls') return {};
  const read = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
  if (!read) {
    throw refuse(`has a parameter that is none of tls, ${Object.keys(PARAMETERS).join(', ')}`);
  }
  const option = read(value);
  if (!option) throw refuse(`has a parameter ${name} of no known value`);
  return option;
}

function ifFlag<T>(value: string, make: (flag: boolean) => T): T | undefined {
  return value === 'true' || value === 'false' ? make(value === 'true') : undefined;
}

function ifCount<T>(value: string, make: (count: number) => T): T | undefined {
  return /^[1-9]\d{0,5}$/.test(value) ? make(Number(value)) : undefined;
}

function refuse(fault: string): OutcomeError {
  return new OutcomeError('INVALID_OPTION', `The URL of Qdrant ${fault}.`, { field: 'url' });
}
