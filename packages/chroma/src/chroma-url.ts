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
const PARAMETERS = ['collection', 'tls', 'tenant', 'database'];

/**
 * Reads the URL of a server. An IPv6 address stands in brackets.
 * @throws OutcomeError `INVALID_OPTION`. The URL itself is never quoted: it may hold a secret.
 */
export function parseChromaUrl(text: string): ChromaUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'chroma:' || url.hostname === '') throw refuse('must begin with chroma://HOST');
  const { hostname, port, pathname, hash, username, password, searchParams } = url;
  if (username !== '' || password !== '') {
    throw refuse('holds a user name or a password: the key comes from CHROMA_API_KEY, never from a URL');
  }
  if (!/^\/?$/.test(pathname) || hash !== '')
    throw refuse('has a path: only a server and parameters are taken');
  const names = [...searchParams.keys()];
  if (names.some((name) => !PARAMETERS.includes(name))) {
    throw refuse(`has a parameter that is none of ${PARAMETERS.join(', ')}`);
  }
  if (new Set(names).size < names.length) throw refuse('has a parameter twice');
  const { collection, tls = 'false', tenant, database } = Object.fromEntries(searchParams);
  if (tls !== 'true' && tls !== 'false') throw refuse('has a parameter tls that is neither true nor false');
  const server = {
    host: hostname,
    port: Number(port || DEFAULT_PORT),
    tls: tls === 'true',
    tenant: tenant || DEFAULT_TENANT,
    database: database || DEFAULT_DATABASE,
  };
  return { server, ...(collection && { collection }) };
}

function refuse(fault: string): OutcomeError {
  return new OutcomeError('INVALID_OPTION', `The URL of Chroma ${fault}.`, { field: 'url' });
}
