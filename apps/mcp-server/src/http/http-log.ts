import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino';
import type { LogLevel } from '../log.ts';

/** Of what is logged, never a header, a body or an address: these members are hidden should one ever come here. */
const SECRETS = ['authorization', '*.authorization', 'token', '*.token'];
const STDERR = 2;
/** Of lines that nobody takes, in bytes; what comes beyond is not written. */
const MAX_UNWRITTEN = 16 * 1_024 * 1_024;
const TOKEN = /qis_[\w-]{43}/g;

/**
 * The log of a server, JSON lines as {@link createLog} writes them.
 * @param to default stderr, written beside the requests: call `flush` before the process ends.
 */
export function createHttpLog(level: LogLevel, to: DestinationStream = stderr()): Logger {
  return pino(
    {
      level,
      base: null,
      messageKey: 'message',
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRETS, censor: '[hidden]' },
    },
    to,
  );
}

/** Stderr, written beside the requests. Where it cannot be written any more, as on a full disk, the server goes on without. */
function stderr(): DestinationStream & { flush(done?: (error?: Error) => void): void } {
  const to = destination({ fd: STDERR, sync: false, maxLength: MAX_UNWRITTEN });
  let broken = false;
  to.on('error', () => {
    broken = true;
    to.destroy(); // or the end of the process would wait for what it still holds
  });
  return {
    write: (line) => {
      if (!broken) to.write(line);
    },
    flush: (done) => (broken ? done?.() : to.flush(done)),
  };
}

/** Names come from outside: nobody's token is written, whatever it was sent as. */
export function withoutTokens(text: string): string {
  return text.replace(TOKEN, '[hidden]');
}

const CREDENTIALS = /(?:authorization\W{1,4})?\b(?:bearer|basic)\s+[^\s"',;]+/gi;

/** The stack of an error, for `debug` alone: it may quote what a driver was given, but no credentials. */
export function stackOf(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const below =
    error instanceof Error && error.cause !== undefined ? `\nCaused by ${stackOf(error.cause)}` : '';
  return withoutTokens(text.replace(CREDENTIALS, '[hidden]')) + below;
}
