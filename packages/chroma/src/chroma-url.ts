import { OutcomeError } from '@qis/core';
import type { Server } from './server.ts';

/** What a URL says: `chroma://HOST:PORT?collection=team&tls=true`. */
export interface ChromaUrl {
  readonly server: Omit<Server, 'apiKey'>;
  readonly collection?: string;
}

const DEFAULT_PORT = 8000;
const DEFAULT_TENANT = 'default_tenant';
const DEFAULT_DATABASE = 'default_database';

/** Parameters that a URL may have beside `collection`. */
export const CHROMA_PARAMETERS: readonly string[] = ['tls', 'tenant', 'database'];

/** What is wrong with a `chroma:` URL, as the end of a sentence; undefined where nothing is. */
export function chromaUrlFault(url: URL): string | undefined {
  const { protocol, hostname, pathname, hash, username, password, searchParams } = url;
  if (protocol !== 'chroma:' || hostname === '') return 'must begin with chroma://HOST';
  if (username !== '' || password !== '') {
    return 'holds a user name or a password: the key comes from CHROMA_API_KEY, never from a URL';
  }
  if (!/^\/?$/.test(pathname) || hash !== '') return 'has a path: only a server and parameters are taken';
  const names = [...searchParams.keys()];
  const known = ['collection', ...CHROMA_PARAMETERS];
  if (names.some((name) => !known.includes(name)))
    return `has a parameter that is none of ${known.join(', ')}`;
  if (new Set(names).size < names.length) return 'has a parameter twice';
  const tls = searchParams.get('tls') ?? 'false';
  return tls === 'true' || tls === 'false' ? undefined : 'has a parameter tls that is neither true nor false';
}

/**
 * Reads the URL of a server. An IPv6 address stands in brackets.
 * @throws OutcomeError `INVALID_OPTION`. The URL itself is never quoted: it may hold a secret.
 */
export function parseChromaUrl(text: string): ChromaUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const fault = url ? chromaUrlFault(url) : 'is none';
  if (!url || fault) {
    throw new OutcomeError('INVALID_OPTION', `The URL of Chroma ${fault}.`, { field: 'url' });
  }
  const { collection, tls, tenant, database } = Object.fromEntries(url.searchParams);
  const server = {
    host: url.hostname,
    port: Number(url.port || DEFAULT_PORT),
    tls: tls === 'true',
    tenant: tenant || DEFAULT_TENANT,
    database: database || DEFAULT_DATABASE,
  };
  return { server, ...(collection && { collection }) };
}
