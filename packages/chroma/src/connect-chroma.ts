import { OutcomeError } from '@qis/core';
import { ChromaTransport, type ChromaTransportOptions } from './chroma-transport.ts';
import { parseChromaUrl } from './chroma-url.ts';

export interface ConnectOptions extends Omit<ChromaTransportOptions, 'clientFor'> {
  /** Sent with every call. Take it from the environment (`CHROMA_API_KEY`), and use TLS. Default none. */
  readonly apiKey?: string | undefined;
}

/**
 * A transport over the server of a URL: `chroma://HOST:PORT?tls=true`, with `tenant`, `database` and `collection` where
 * they are not the usual ones. Loads the client, and opens nothing yet. What the URL says wins over the options.
 * @throws OutcomeError `INVALID_OPTION`, or `STORE_UNSUPPORTED` where `chromadb` is not installed.
 */
export async function connectChroma(
  url: string,
  { apiKey, ...options }: ConnectOptions = {},
): Promise<ChromaTransport> {
  const { server, ...said } = parseChromaUrl(url);
  const { callClients } = await import('./call-client.ts').catch(refuseWithoutLibrary);
  return new ChromaTransport({ ...options, ...said, clientFor: callClients({ ...server, apiKey }) });
}

function refuseWithoutLibrary(cause: unknown): never {
  const message =
    'The client of Chroma cannot be loaded. Install it beside @qis/chroma: npm install --omit=optional chromadb@3';
  throw new OutcomeError('STORE_UNSUPPORTED', message, { cause });
}
