import type { Server } from 'node:http';
import { serve as listen } from '@hono/node-server';
import { OutcomeError } from '@qis/core';
import { createGateway } from '@qis/rest/gateway';
import { errorName, whatWasThrown } from '../call-log.ts';
import { createRouter } from '../create-router.ts';
import { FLAGS } from '../flags.ts';
import { embedderOf, type Given, transportOf, UsageError } from '../read-flags.ts';
import { refuseFrom, ttlFrom } from '../settings.ts';
import type { Command } from './command.ts';

const HOST = '127.0.0.1';
const DEFAULT_PORT = '7341';
const MAX_PORT = 65_535;
/** How long requests that were accepted may take to end, in milliseconds. */
const CLOSING_MS = 15_000;

export const serve: Command = {
  operands: '',
  flags: {
    port: {
      variable: 'QIS_PORT',
      value: 'PORT',
      standard: DEFAULT_PORT,
      what: 'where it listens; 0: any that is free',
    },
    transport: FLAGS.transport,
    collection: FLAGS.collection,
    embedder: FLAGS.embedder,
    ttl: FLAGS.ttl,
    refuse: FLAGS.refuse,
  },
  about: `qis-mcp serve puts a store behind HTTP: /v1 for agents in any language and for --transport
http://${HOST}:${DEFAULT_PORT}/v1, /openapi.json, /healthz and /readyz. It asks for no credentials, so it listens on
${HOST} alone. SIGTERM and Ctrl-C let it finish what it has accepted.`,
  async run({ values, output }) {
    const { port, collection, embedder } = values;
    const transport = values.transport ?? { value: FLAGS.transport.standard, source: '--transport' };
    const served = transportOf(transport, collection).collection;
    if (embedder) embedderOf(embedder);
    const number = portFrom(port ?? { value: DEFAULT_PORT, source: '--port' });
    const ttl = ttlFrom(values.ttl ?? { value: FLAGS.ttl.standard, source: '--ttl' });
    const refuse = values.refuse && refuseFrom(values.refuse);
    const router = await createRouter({
      transport: transport.value,
      collection: served,
      ...(embedder && { embedder: embedder.value }),
      ...(refuse && { refuse }),
    });
    const gateway = createGateway(router, {
      collection: served,
      ttl,
      onFailure: (error) => output.note(`A request failed: ${failureOf(error)}`),
    });
    let ending = false;
    const handle = async (request: Request): Promise<Response> => {
      const response = await gateway(request);
      // Or a client that keeps its connection would be served for ever.
      if (ending) response.headers.set('connection', 'close');
      return response;
    };
    try {
      const server = await listening(handle, number, port?.source ?? '--port');
      const address = server.address();
      const at = typeof address === 'object' && address ? address.port : number;
      output.note(`Serving collection ${served} at http://${HOST}:${at}/v1`);
      await toldToEnd();
      ending = true;
      await ended(server);
    } finally {
      await router.close();
    }
    return 0;
  },
};

/** What a driver threw may quote what it was given, so only its name and code are shown. */
function failureOf(error: unknown): string {
  if (!OutcomeError.isInstance(error)) return errorName(error);
  const cause = whatWasThrown(error);
  return cause === undefined ? error.code : `${error.code}, ${errorName(cause)}`;
}

function portFrom({ value, source }: Given): number {
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port <= MAX_PORT) return port;
  throw new UsageError(`${source} must be a port, 0 to ${MAX_PORT}`);
}

function listening(
  handle: (request: Request) => Promise<Response>,
  port: number,
  source: string,
): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = listen({ fetch: handle, hostname: HOST, port }, () => resolve(server as Server));
    server.once('error', ({ name, message, ...error }: NodeJS.ErrnoException) =>
      reject(new UsageError(`${source} names a port that cannot be had (${error.code ?? name})`)),
    );
  });
}

function toldToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}

/** New connections are refused at once; requests that were accepted are answered. */
async function ended(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const late = setTimeout(() => server.closeAllConnections(), CLOSING_MS);
  await closed;
  clearTimeout(late);
}
