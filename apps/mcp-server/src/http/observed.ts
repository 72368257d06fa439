import { OutcomeError } from '@qis/core';
import { type Authenticate, type Principal, problemResponse } from '@qis/rest/gateway';
import type { Logger } from 'pino';
import { errorName, whatWasThrown } from '../call-log.ts';
import { stackOf, withoutTokens } from './http-log.ts';
import type { Metrics } from './metrics.ts';
import { REQUEST_ID_HEADER, requestIdOf } from './request-id.ts';

export interface ObserverOptions {
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Every path that is served, as a pattern: `/v1/packets/:id`. Others are one, `unknown`. */
  readonly paths: readonly string[];
  /** Of a request that names none. */
  readonly collection: string;
}

/** What becomes known of a request while it is answered. */
interface Facts {
  readonly id: string;
  principal?: Principal;
  error?: string;
  /** The store or this program is to blame, whatever the status: a tool that fails is no failure of HTTP. */
  fault?: boolean;
  /** Its line is written. */
  logged?: boolean;
}

const UNKNOWN = 'unknown';
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** Asked every few seconds by machines: no news while they are answered. */
const QUIET: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);
const MAX_NAME = 64;

/** Codes of refusals by the gate, for want of credentials, and by limits. */
const REFUSALS: ReadonlySet<string> = new Set([
  'DEPOSIT_REFUSED',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'RATE_LIMITED',
  'OVERLOADED',
  'BODY_TOO_LARGE',
]);
/** Of refusals without a problem document. */
const CODES: ReadonlyMap<number, string> = new Map([
  [401, 'UNAUTHENTICATED'],
  [403, 'FORBIDDEN'],
  [413, 'BODY_TOO_LARGE'],
  [429, 'RATE_LIMITED'],
]);

/**
 * Watches requests from outside: gives each an id, counts it, and writes a line when it is answered. The line has the
 * pattern of the route and the names of things that this server has; nothing else of what was sent.
 */
export class Observer {
  readonly #options: ObserverOptions;
  readonly #paths: ReadonlySet<string>;
  readonly #facts = new WeakMap<Request, Facts>();

  constructor(options: ObserverOptions) {
    this.#options = options;
    this.#paths = new Set(options.paths);
  }

  /** The same, and remembers who each request came from. */
  authenticate(authenticate: Authenticate): Authenticate {
    return async (request) => {
      const answer = await authenticate(request);
      const facts = this.#facts.get(request);
      if (facts && !('status' in answer)) facts.principal = answer;
      return answer;
    };
  }

  /**
   * To be told why a request failed: class and code for its line, the stack at `debug`. An answer that is a stream begins
   * before a tool has run, and its line is written then: a failure of this end that comes later has one of its own.
   */
  readonly failed = (error: unknown, request: Request): void => {
    const facts = this.#facts.get(request);
    const { log } = this.#options;
    const fault = !OutcomeError.isInstance(error) || error.actor === 'operator';
    if (facts) Object.assign(facts, { error: failureOf(error), fault });
    if (facts?.logged && fault) log.error({ request: facts.id, error: facts.error }, 'Failed after that');
    if (log.isLevelEnabled('debug')) log.debug({ request: facts?.id, stack: stackOf(error) }, 'The failure');
  };

  around(handle: (request: Request) => Promise<Response>): (request: Request) => Promise<Response> {
    return async (request) => {
      const facts: Facts = { id: requestIdOf(request) };
      this.#facts.set(request, facts);
      const { metrics } = this.#options;
      metrics.requestBegan();
      const began = performance.now();
      // What a socket brought need not be a URL: `Host: 1.2.3.4.5` is none.
      const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
      let status = 500;
      let code: string | undefined;
      try {
        const response = isPlain(url) ? await handle(request) : problemResponse(UNREADABLE);
        response.headers.set(REQUEST_ID_HEADER, facts.id);
        status = response.status;
        if (status >= 400) code = await codeOf(response);
        return response;
      } catch (error) {
        this.failed(error, request);
        throw error;
      } finally {
        const ms = performance.now() - began;
        const method = METHODS.has(request.method) ? request.method : UNKNOWN;
        const route = url ? this.#routeOf(url.pathname) : UNKNOWN;
        metrics.requestEnded({ method, route, status, seconds: ms / 1_000 });
        if (code !== undefined && REFUSALS.has(code)) metrics.refused(code);
        facts.logged = true;
        this.#log(
          { method, route, status, code, ms, asked: url?.searchParams.get('collection') ?? null },
          facts,
        );
      }
    };
  }

  #log({ asked, ms, ...line }: Line, { id, principal, error, fault }: Facts): void {
    const { log, metrics, collection } = this.#options;
    const level =
      fault || line.status >= 500 ? 'error' : line.status < 400 && QUIET.has(line.route) ? 'debug' : 'info';
    if (!log.isLevelEnabled(level)) return;
    const named = asked ?? collection;
    log[level](
      {
        request: id,
        ...line,
        ms: Math.round(ms * 100) / 100,
        principal: principal && withoutTokens(principal.name).slice(0, MAX_NAME),
        collection: metrics.knows(named) ? named : undefined,
        error,
      },
      'Answered',
    );
  }

  #routeOf(path: string): string {
    if (this.#paths.has(path)) return path;
    const pattern = path.replace(/[^/]+$/, ':id');
    return this.#paths.has(pattern) ? pattern : UNKNOWN;
  }
}

const UNREADABLE = new OutcomeError(
  'INVALID_QUERY',
  'The request names no host and path that can be read, or credentials in its URL.',
);

/** Not with credentials in it: they would be those of nothing here. */
function isPlain(url: URL | undefined): boolean {
  return url?.username === '' && url.password === '';
}

interface Line {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly code: string | undefined;
  readonly ms: number;
  /** The collection of the request as it was sent. */
  readonly asked: string | null;
}

/** What a driver threw may quote what it was given, so only its name and code are written. */
function failureOf(error: unknown): string {
  if (!OutcomeError.isInstance(error)) return errorName(error);
  const cause = whatWasThrown(error);
  return cause === undefined ? error.code : `${error.code}, ${errorName(cause)}`;
}

/** The code of a problem document. Its other members may speak of what was sent. */
async function codeOf(response: Response): Promise<string | undefined> {
  if (!response.headers.get('content-type')?.startsWith('application/problem+json'))
    return CODES.get(response.status);
  const { code } = (await response.clone().json()) as { readonly code?: unknown };
  return typeof code === 'string' ? code : undefined;
}
