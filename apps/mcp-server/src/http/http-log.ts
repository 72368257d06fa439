import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino';
import type { LogLevel } from '../log.ts';

/** Of what is logged, never a header, a body or an address: these members are hidden should one ever come here. */
const SECRETS = ['authorization', '*.authorization', 'token', '*.token'];
const STDERR = 2;

/**
 * The log of a server, JSON lines as {@link createLog} writes them.
 * @param to default stderr, written beside the requests: call `flush` before the process ends.
 */
export function createHttpLog(
  level: LogLevel,
  to: DestinationStream = destination({ fd: STDERR, sync: false }),
): Logger {
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

const CREDENTIALS = /(?:authorization\W{1,4})?\b(?:bearer|basic)\s+[^\s"',;]+/gi;

/** The stack of an error, for `debug` alone: it may quote what a driver was given, but no credentials. */
export function stackOf(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const below =
    error instanceof Error && error.cause !== undefined ? `\nCaused by ${stackOf(error.cause)}` : '';
  return text.replace(CREDENTIALS, '[hidden]') + below;
}
