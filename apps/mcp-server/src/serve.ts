import { Console } from 'node:console';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { defaultAgentId, folderDigitsOrRandom, randomDigits, withSession } from './agent-id.ts';
import { logFailedCall } from './call-log.ts';
import { createServer } from './create-server.ts';
import { dataFolder } from './data-folder.ts';
import { logDownloads } from './download-log.ts';
import { LazyRouter } from './lazy-router.ts';
import type { Log } from './log.ts';
import type { Settings } from './settings.ts';
import { isGateway, transportUrl } from './transports.ts';

/** How long the store may take to close after the client has gone, in milliseconds. */
const CLOSING_MS = 1_000;

/** Speaks MCP on this process's stdin and stdout until the client goes, then ends the process. */
export function serve(settings: Settings, log: Log): void {
  // What a dependency prints must not get between the protocol's lines.
  globalThis.console = new Console(process.stderr, process.stderr);
  process.stderr.on('error', () => {}); // a host that reads no log is served all the same
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => log('warn', message, { warning: name }));
  const router = new LazyRouter(async () =>
    (await import('./create-router.ts')).createRouter({ ...settings, onDownload: logDownloads(log) }),
  );
  const end = endOnce(router, log);
  process.on('uncaughtException', (error) => {
    log('error', 'This program has a fault and stops', { error: error.name });
    log('debug', 'The fault', { stack: error.stack });
    end(1);
  });
  process.on('SIGTERM', () => end(0));
  process.on('SIGINT', () => end(0));

  const agentId = agentIdFor(settings, router, log);
  const wire = new StdioServerTransport();
  serveStdio(
    () =>
      createServer(router, {
        agentId,
        ttl: settings.ttl,
        onError: (error, tool) => logFailedCall(log, error, tool),
      }),
    { transport: wire, onerror: (error) => logConnectionError(log, error) },
  );
  const { collection, embedder } = settings;
  log('info', 'Serving on stdio', {
    transport: transportUrl(settings.transport)?.protocol,
    collection,
    embedder,
  });

  const closeConnection = wire.onclose;
  // stdin has ended, stdout is broken, or a message was too long to read.
  wire.onclose = () => {
    closeConnection?.();
    end(0);
  };
}

/** What cannot be read is quoted in the error's message, so that stays at `debug`. */
function logConnectionError(log: Log, { name, message }: Error): void {
  log('warn', 'Something went wrong on the connection to the client', { error: name });
  log('debug', 'What went wrong on the connection', { message });
}

/** The one that was given; the voter that a gateway binds its token to; or one of the client's name. */
function agentIdFor(
  { agentId, transport }: Settings,
  router: LazyRouter,
  log: Log,
): (clientName: string | undefined) => Promise<string> {
  const processDigits = randomDigits();
  if (agentId !== undefined) return async () => withSession(agentId, processDigits);
  const url = transportUrl(transport);
  const isBehindGateway = url !== undefined && isGateway(url);
  let folderDigits: string | undefined;
  return async (clientName) => {
    const voter = isBehindGateway ? await router.voter() : undefined;
    if (voter !== undefined) return withSession(voter, processDigits);
    folderDigits ??= digitsOrRandom(log);
    return defaultAgentId(clientName, folderDigits, processDigits);
  };
}

function digitsOrRandom(log: Log): string {
  return folderDigitsOrRandom(dataFolder(process.env, process.platform), (reason) =>
    log('warn', 'No stable agent id: the data folder cannot be used, so this process is a voter of its own', {
      reason,
    }),
  );
}

function endOnce(router: LazyRouter, log: Log): (code: number) => void {
  let ending = false;
  return (code) => {
    if (ending) return;
    ending = true;
    process.exitCode = code;
    const closed = router.close().catch((error: unknown) => {
      log('error', 'The store did not close', { error: error instanceof Error ? error.message : 'unknown' });
    });
    // Not unref'd: it also ends a process that something else keeps alive.
    const late = new Promise((resolve) => setTimeout(resolve, CLOSING_MS));
    void Promise.race([closed, late]).then(() => process.exit(code));
  };
}
