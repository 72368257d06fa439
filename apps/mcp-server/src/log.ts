export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Writes one event with its details. Packet text only at `debug`. */
export type Log = (level: LogLevel, message: string, details?: Readonly<Record<string, unknown>>) => void;

/** A log of JSON lines, down to a level. */
export function createLog(lowest: LogLevel, write: (line: string) => void): Log {
  const limit = LOG_LEVELS.indexOf(lowest);
  return (level, message, details) => {
    if (LOG_LEVELS.indexOf(level) > limit) return;
    write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...details })}\n`);
  };
}
