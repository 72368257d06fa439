import { ERROR_CODES, type ErrorCode, OutcomeError } from '@qis/core';
import { PROBLEM_TYPE } from './wire/problem.ts';
import { membersOf } from './wire/record-json.ts';

/** The part of `fetch` that is used here. */
export type Fetch = (
  url: string,
  init: {
    readonly method: 'POST';
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly redirect: 'manual';
    readonly signal: AbortSignal | null;
  },
) => Promise<Response>;

export interface Endpoint {
  /** Ends in `/v1`. */
  readonly url: URL;
  readonly collection: string;
  readonly token: string | undefined;
  readonly fetch: Fetch;
}

/** An answer that is neither what was asked for nor an error of ours. What it means is for the transport to say. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
  readonly status: number;
  /** What a gateway said for whoever sent it the request. */
  readonly detail: string | undefined;
  /** When the request may be repeated, in milliseconds from then. */
  readonly retryAfterMs: number | undefined;

  /** @param status 200 where the answer says yes and is not what a gateway says. */
  constructor(status = 200, said: Partial<Pick<UnexpectedAnswer, 'detail' | 'retryAfterMs'>> = {}) {
    super(`An answer with status ${status} is not what a gateway says.`);
    this.status = status;
    this.detail = said.detail;
    this.retryAfterMs = said.retryAfterMs;
  }
}

const MAX_DETAIL = 600;
const UNFIT = /[\p{Control}\p{Bidi_Control}\p{Surrogate}]/gu;

/** Posts JSON to one collection of a gateway. */
export class GatewayClient {
  readonly #endpoint: Endpoint;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  /**
   * @param path below `/v1/`
   * @throws OutcomeError that the gateway answered; UnexpectedAnswer for any other refusal; what `fetch` throws.
   */
  async post(
    path: string,
    body: object,
    signal: AbortSignal | undefined,
  ): Promise<Readonly<Record<string, unknown>>> {
    const { url, collection, token, fetch } = this.#endpoint;
    const target = new URL(url);
    target.pathname = `${target.pathname.replace(/\/$/, '')}/${path}`;
    target.searchParams.set('collection', collection);
    const response = await fetch(target.href, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: `application/json, ${PROBLEM_TYPE}`,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
      redirect: 'manual', // a token is for this server, not for where it points to
      signal: signal ?? null,
    });
    if (!response.ok) throw await refusalOf(response, token);
    return membersOf(await readJson(response));
  }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    // The error would quote the answer.
    throw new UnexpectedAnswer(response.status);
  }
}

async function refusalOf(response: Response, token: string | undefined): Promise<Error> {
  const isProblem = response.headers.get('content-type')?.startsWith(PROBLEM_TYPE);
  const { code, detail, retryable, field } = membersOf(
    isProblem ? await readJson(response) : await drained(response),
  );
  const said = typeof detail === 'string' ? fitting(detail, token) : undefined;
  if (!isPassedOn(code)) {
    return new UnexpectedAnswer(response.status, { detail: said, retryAfterMs: retryAfterMs(response) });
  }
  return new OutcomeError(code, said ?? 'The gateway refused.', {
    retryable: retryable === true,
    ...(typeof field === 'string' && { field }),
  });
}

/** In whole seconds, as a gateway says it; others may say a date, which their clock would have to be known for. */
function retryAfterMs({ headers }: Response): number | undefined {
  const seconds = headers.get('retry-after') ?? '';
  return /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1_000 : undefined;
}

/** What a gateway says, as it can be shown; no gateway of ours repeats a token, but others may stand there. */
function fitting(detail: string, token: string | undefined): string {
  const untold = token === undefined ? detail : detail.replaceAll(token, '…');
  return untold.replace(UNFIT, ' ').slice(0, MAX_DETAIL);
}

/** A body that is left unread keeps its connection. */
async function drained(response: Response): Promise<undefined> {
  await response.body?.cancel();
}

/** What the gateway's own end of the call came to says nothing about this end. */
function isPassedOn(code: unknown): code is ErrorCode {
  return code !== 'CLOSED' && code !== 'ABORTED' && ERROR_CODES.some((known) => known === code);
}
