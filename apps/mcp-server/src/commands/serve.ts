import type { Server } from 'node:http';
import { serve as listen } from '@hono/node-server';
import { trustLoopback } from '@qis/rest/gateway';
import { createRouter } from '../create-router.ts';
import { FLAGS } from '../flags.ts';
import { createHandler } from '../http/create-handler.ts';
import { createHttpLog } from '../http/http-log.ts';
import { LOG_LEVELS } from '../log.ts';
import { embedderOf, type Given, oneOf, transportOf, UsageError } from '../read-flags.ts';
import { ttlFrom } from '../settings.ts';
import type { Command } from './command.ts';

const HOST = '127.0.0.1';
const DEFAULT_PORT = '7341';
const MAX_PORT = 65_535;
const DEFAULT_LOG_LEVEL = 'info';
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
    'log-level': { ...FLAGS['log-level'], standard: DEFAULT_LOG_LEVEL },
  },
  about: `qis-mcp serve puts a store behind HTTP: /v1 for agents in any language and for --transport
http://${HOST}:${DEFAULT_PORT}/v1, /openapi.json, /healthz, /readyz and /metrics. It asks for no credentials, so it listens on
${HOST} alone. SIGTERM and Ctrl-C let it finish what it has accepted.`,
  async run({ values }) {
    const { port, collection, embedder } = values;
    const transport = values.transport ?? { value: FLAGS.transport.standard, source: '--transport' };
    const served = transportOf(transport, collection).collection;
    if (embedder) embedderOf(embedder);
    const number = portFrom(port ?? { value: DEFAULT_PORT, source: '--port' });
    const ttl = ttlFrom(values.ttl ?? { value: FLAGS.ttl.standard, source: '--ttl' });
    const router = await createRouter({
      transport: transport.value,
      collection: served,
      ...(embedder && { embedder: embedder.value }),
    });
    const log = createHttpLog(oneOf(LOG_LEVELS, values['log-level']) ?? DEFAULT_LOG_LEVEL);
    const answer = createHandler({
      routerOf: (name) => (name === served ? router : undefined),
      collection: served,
      ttl,
      authenticate: trustLoopback,
      log,
    });
    let ending = false;
    const handle = async (request: Request): Promise<Response> => {
      const response = await answer(request);
      // Or a client that keeps its connection would be served for ever.
      if (ending) response.headers.set('connection', 'close');
      return response;
    };
    try {
      const server = await listening(handle, number, port?.source ?? '--port');
      const address = server.address();
      const at = typeof address === 'object' && address ? address.port : number;
      log.info(`Serving collection ${served} at http://${HOST}:${at}/v1`);
      await toldToEnd();
      log.info('Told to end: what was accepted is answered first');
      ending = true;
      await ended(server);
    } finally {
      await router.close();
      log.info('Ended');
      await new Promise<void>((resolve) => log.flush(() => resolve()));
    }
    return 0;
  },
};

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
