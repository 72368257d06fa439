const FIRST_PAUSE_MS = 500;

/** A server that wants to be left alone for longer is not waited for. Milliseconds. */
export const LONGEST_PAUSE_MS = 20_000;

/**
 * How long to wait before the next try, in milliseconds: as long as the server says, and a little more, or at random up
 * to a bound that doubles, so that clients which failed together do not come back together.
 * @param attempt tries that failed before this one
 * @param random 0 to 1
 */
export function retryPause(attempt: number, retryAfterMs: number | undefined, random: number): number {
  const jitter = random * FIRST_PAUSE_MS * 2 ** attempt;
  return retryAfterMs === undefined ? Math.min(jitter, LONGEST_PAUSE_MS) : retryAfterMs + jitter;
}

/** Reads a Retry-After header: seconds or a date. Undefined where it is neither. */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Resolves after so many milliseconds, or at once when the signal aborts. */
export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
  });
}
