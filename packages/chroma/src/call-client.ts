import { ChromaClient as LibraryClient } from 'chromadb';
import type { ChromaClient, ClientFor } from './chroma-client.ts';
import type { Server } from './server.ts';

/** Clients of `chromadb` for one server. Nothing is sent before the first call. */
export function callClients(server: Server): ClientFor {
  const preflight: Preflight = { checks: undefined };
  return (signal) => new CallClient(server, signal, preflight);
}

interface Preflight {
  checks: Awaited<ReturnType<LibraryClient['getPreflightChecks']>> | undefined;
}

class CallClient extends LibraryClient implements ChromaClient {
  readonly #preflight: Preflight;

  constructor(server: Server, signal: AbortSignal | undefined, preflight: Preflight) {
    const { host, port, tls, tenant, database, apiKey } = server;
    super({
      host,
      port,
      ssl: tls,
      tenant,
      database,
      // Servers, and the proxies before them, want one or the other.
      ...(apiKey && { headers: { 'x-chroma-token': apiKey, authorization: `Bearer ${apiKey}` } }),
      // A key must not follow a redirection to somebody else.
      fetchOptions: { redirect: 'error', ...(signal && { signal }) },
    });
    this.#preflight = preflight;
  }

  /** Once for all clients: the library asks before each write. */
  override async getPreflightChecks(): Promise<NonNullable<Preflight['checks']>> {
    this.#preflight.checks ??= await super.getPreflightChecks();
    return this.#preflight.checks;
  }
}
