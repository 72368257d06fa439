import { OutcomeError } from '@qis/core';
import type { QdrantApi } from './qdrant-api.ts';
import { QdrantTransport, type QdrantTransportOptions } from './qdrant-transport.ts';
import { parseQdrantUrl } from './qdrant-url.ts';
import type { Server } from './server.ts';

export interface ConnectOptions extends Omit<QdrantTransportOptions, 'nodes'> {
  /** Sent with every call. Take it from the environment (`QDRANT_API_KEY`), and use TLS. Default none. */
  readonly apiKey?: string | undefined;
}

/**
 * A transport over the server or cluster of a URL: `qdrant://HOST:PORT,HOST?tls=true`, `qdrant+grpc://HOST`. Loads the
 * client of that protocol, and opens nothing yet. What the URL says wins over the options.
 * @throws OutcomeError `INVALID_OPTION`, or `STORE_UNSUPPORTED` where the client of that protocol is not installed.
 */
export async function connectQdrant(
  url: string,
  { apiKey, ...options }: ConnectOptions = {},
): Promise<QdrantTransport> {
  const { protocol, servers, options: said } = parseQdrantUrl(url);
  const connect = await loadClient(protocol);
  const nodes = servers.map((server) => connect({ ...server, apiKey }));
  return new QdrantTransport({ ...options, ...said, nodes });
}

async function loadClient(protocol: QdrantApi['protocol']): Promise<(server: Server) => QdrantApi> {
  if (protocol === 'gRPC') {
    const { GrpcApi } = await import('./grpc-api.ts').catch(refuseWithout('@qdrant/js-client-grpc'));
    return (server) => new GrpcApi(server);
  }
  const { RestApi } = await import('./rest-api.ts').catch(refuseWithout('@qdrant/js-client-rest'));
  return (server) => new RestApi(server);
}

function refuseWithout(client: string): (cause: unknown) => never {
  return (cause) => {
    const message = `The client of Qdrant cannot be loaded. Install it beside @qis/qdrant: npm install ${client}@1`;
    throw new OutcomeError('STORE_UNSUPPORTED', message, { cause });
  };
}
