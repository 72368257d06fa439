import { OutcomeError } from '@qis/core';
import { LONGEST_PAUSE_MS, pause, readRetryAfter, retryPause } from './retry-pause.ts';

/** The part of `fetch` that is used here. */
export type Fetch = (
  url: string,
  init: {
    readonly method: 'POST';
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly redirect: 'manual';
    readonly signal: AbortSignal;
  },
) => Promise<Response>;

export interface Endpoint {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: Fetch;
  /** Of one request, its answer included. */
  readonly deadlineMs: number;
  readonly retries: number;
  readonly random: () => number;
}

/** What may pass: the error that counts when it does not, and when the server wants to be asked again. */
class PassingFailure extends Error {
  override readonly name = 'PassingFailure';
  readonly error: OutcomeError;
  readonly retryAfterMs: number | undefined;

  constructor(error: OutcomeError, retryAfterMs?: number) {
    super(error.message);
    this.error = error;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * The answer to a body, both JSON. Tries again, some times, where a connection breaks or the server says 429 or 5xx.
 * @throws OutcomeError `EMBEDDER_FAILED` that says what to do, and nothing of key, body or answer; the signal's reason.
 */
export async function postJson(
  endpoint: Endpoint,
  body: object,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  for (let attempt = 0; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await postOnce(endpoint, body, signal);
    } catch (failure) {
      signal?.throwIfAborted();
      if (!(failure instanceof PassingFailure)) throw failure;
      const milliseconds = retryPause(attempt, failure.retryAfterMs, endpoint.random());
      if (attempt >= endpoint.retries || milliseconds > LONGEST_PAUSE_MS) throw failure.error;
      await pause(milliseconds, signal);
    }
  }
}

async function postOnce(
  { url, headers, fetch, deadlineMs }: Endpoint,
  body: object,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    const response = await fetch(url.href, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      // A key is for this server, not for where it points to.
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    const text = await response.text();
    if (!response.ok) throw refusalOf(url, response);
    return readJson(url, text);
  } catch (cause) {
    if (cause instanceof PassingFailure || OutcomeError.isInstance(cause)) throw cause;
    if (deadline.aborted) {
      throw failed(url, `did not answer within ${deadlineMs} ms`, 'Try again, or allow it more time', {
        cause,
        retryable: true,
      });
    }
    throw new PassingFailure(
      failed(
        url,
        `cannot be reached (${reasonOf(cause)})`,
        'Check that it runs and that the base URL is right',
        {
          cause,
          retryable: true,
        },
      ),
    );
  }
}

function readJson(url: URL, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The error would quote the answer.
    throw failed(
      url,
      'answered with something that is no JSON',
      'The base URL must lead to an OpenAI-compatible API, often …/v1',
    );
  }
}

function refusalOf(url: URL, { status, headers }: Response): Error {
  const at = `answered with status ${status}`;
  if (status === 401 || status === 403) return failed(url, at, 'Give it an API key that it accepts');
  if (status === 404) return failed(url, at, 'Check the base URL, and that the server has the model');
  if (status === 429) {
    const error = failed(url, at, 'It gets too many requests, or a quota is used up: try again later', {
      retryable: true,
    });
    return new PassingFailure(error, readRetryAfter(headers.get('retry-after'), Date.now()));
  }
  if (status >= 500) {
    const error = failed(url, at, 'Look at its log, or try again later', { retryable: true });
    return new PassingFailure(error, readRetryAfter(headers.get('retry-after'), Date.now()));
  }
  return failed(url, at, 'A text may be too long for the model, or it cannot give so many dimensions');
}

/** `fetch` says "fetch failed", and why in the cause. A code at most: what else it says may quote the request. */
function reasonOf(error: unknown): string {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  if (typeof code === 'string') return code;
  return cause ? reasonOf(cause) : 'the connection failed';
}

function failed(
  url: URL,
  fault: string,
  advice: string,
  options?: { cause?: unknown; retryable?: boolean },
): OutcomeError {
  return new OutcomeError(
    'EMBEDDER_FAILED',
    `The embeddings server at ${url.host} ${fault}. ${advice}.`,
    options,
  );
}
