import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { serve as listen } from '@hono/node-server';
import { OutcomeError } from '@qis/core';
import type { Logger } from 'pino';
import { errorName } from '../call-log.ts';
import { UsageError } from '../read-flags.ts';
import type { FileTokens } from '../tokens/file-tokens.ts';
import { createHttpLog } from './http-log.ts';
import { createHttpService } from './http-service.ts';
import type { HttpSettings } from './http-settings.ts';

/** How long requests that were accepted may take to end, in milliseconds. */
const CLOSING_MS = 15_000;
/** How long a request may take to arrive, and a connection may be silent, in milliseconds. */
const ARRIVING_MS = 30_000;
const HEADERS_MS = 10_000;
/** How long what is logged may take to be written at the end. */
const FLUSHING_MS = 1_000;
const SILENT_MS = 60_000;

/** Serves until the process is told to end, then finishes what it has accepted. */
export async function serveHttp(settings: HttpSettings): Promise<void> {
  const log = createHttpLog(settings.logLevel);
  const service = createHttpService(settings, log);
  const reload = service.tokens && (() => reloaded(service.tokens as FileTokens, log));
  if (reload) process.on('SIGHUP', reload);
  let ending = false;
  const handle = async (request: Request): Promise<Response> => {
    const response = await service.handle(request);
    // Or a client that keeps its connection would be served for ever.
    if (ending) response.headers.set('connection', 'close');
    return response;
  };
  try {
    const server = await listening(handle, settings);
    log.info(announcement(settings, server));
    await toldToEnd();
    log.info('Told to end: what was accepted is answered first');
    ending = true;
    await ended(server);
  } finally {
    await service.close();
    if (reload) process.off('SIGHUP', reload);
    log.info('Ended');
    await flushed(log);
  }
}

/** A log that cannot be written must not keep a server that has ended. */
async function flushed(log: Logger): Promise<void> {
  const written = new Promise<void>((resolve) => log.flush(() => resolve()));
  const late = new AbortController();
  await Promise.race([written, pause(FLUSHING_MS, undefined, late)]);
  late.abort();
}

function reloaded(tokens: FileTokens, log: Logger): void {
  try {
    log.info(`The token file is read again: ${inWords(tokens.reload())}`);
  } catch (error) {
    const fault = OutcomeError.isInstance(error) ? error.message : errorName(error);
    log.error(`The token file is not read again, and what it said before still holds. ${fault}`);
  }
}

function announcement({ collections, host, port, tokens }: HttpSettings, server: Server): string {
  const address = server.address();
  const at = typeof address === 'object' && address ? address.port : port;
  const what = `collection${collections.length > 1 ? 's' : ''} ${collections.join(', ')}`;
  const whom = tokens === undefined ? '' : ', to whoever has a token';
  return `Serving ${what} at http://${host}:${at}/v1${whom}`;
}

function inWords(tokens: number): string {
  return tokens === 1 ? '1 token' : `${tokens} tokens`;
}

function listening(
  handle: (request: Request) => Promise<Response>,
  { host, port, sources }: HttpSettings,
): Promise<Server> {
  return new Promise((resolve, reject) => {
    const hostname = host.replace(/^\[(.*)\]$/, '$1');
    const serverOptions = { requestTimeout: ARRIVING_MS, headersTimeout: HEADERS_MS };
    const options = { fetch: handle, hostname, port, serverOptions };
    const server = listen(options, () => resolve(server as Server)) as Server;
    // A client that reads no answer would hold it in memory.
    server.setTimeout(SILENT_MS);
    server.once('error', ({ name, message, ...error }: NodeJS.ErrnoException) => {
      const { code = name } = error;
      const isOfPort = code === 'EADDRINUSE' || code === 'EACCES';
      const fault = isOfPort ? `${sources.port} names a port` : `${sources.host} names an address`;
      reject(new UsageError(`${fault} that cannot be had (${code})`));
    });
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
  // An answer that began before could not say that the connection ends with it.
  server.keepAliveTimeout = 1;
  const late = setTimeout(() => server.closeAllConnections(), CLOSING_MS);
  await closed;
  clearTimeout(late);
}
