import { type ErrorCode, OutcomeError } from '@qis/core';
import { type GatewayCode, PROBLEM_TYPE, type Problem } from '../wire/problem.ts';
import { GatewayError } from './gateway-error.ts';

/** Seconds after which what may pass is worth another try. */
const RETRY_AFTER = '1';

/** Refusals that only the moment is to blame for. */
const PASSING: ReadonlySet<GatewayCode> = new Set(['OVERLOADED', 'RATE_LIMITED']);

const STATUSES: Readonly<Record<ErrorCode, number>> = {
  INVALID_PACKET: 400,
  PACKET_TOO_LARGE: 400,
  PACKET_EXPIRED: 400,
  INVALID_QUERY: 400,
  DEPOSIT_REFUSED: 422,
  ABORTED: 408,
  CLOSED: 503,
  INVALID_OPTION: 400,
  NOT_SUPPORTED: 422,
  EMBEDDER_FAILED: 502,
  EMBEDDER_MISMATCH: 409,
  FINGERPRINT_MISSING: 500,
  STORE_DAMAGED: 500,
  STORE_FAILED: 500,
  STORE_FULL: 507,
  STORE_MISSING: 404,
  STORE_READ_ONLY: 503,
  STORE_TIMEOUT: 504,
  STORE_UNAVAILABLE: 503,
  STORE_UNSUPPORTED: 500,
};

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  507: 'Insufficient Storage',
};

/** The answer to a request that failed. What is no error of ours is not shown: it may quote anything. */
export function problemResponse(error: unknown): Response {
  if (error instanceof GatewayError) {
    const { status, code, message, field, headers } = error;
    return respond({ status, code, detail: message, retryable: PASSING.has(code), field }, headers);
  }
  if (!OutcomeError.isInstance(error)) {
    return respond({ status: 500, code: 'STORE_FAILED', detail: 'The gateway failed.', retryable: false });
  }
  const { code, message, field, unacknowledged } = error;
  // What is closed here is another instance in a moment.
  const retryable = error.retryable || code === 'CLOSED';
  return respond({ status: STATUSES[code], code, detail: message, retryable, field, unacknowledged });
}

type Told = Pick<Problem, 'status' | 'code' | 'detail' | 'retryable'> & {
  readonly field?: string | undefined;
  readonly unacknowledged?: readonly string[];
};

function respond(
  { field, unacknowledged, ...told }: Told,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const problem: Problem = {
    type: 'about:blank',
    title: TITLES[told.status] ?? 'Error',
    ...told,
    ...(field && { field }),
    ...(unacknowledged?.length && { unacknowledged }),
  };
  return new Response(JSON.stringify(problem), {
    status: told.status,
    headers: {
      'content-type': PROBLEM_TYPE,
      'cache-control': 'no-store',
      ...(told.retryable && { 'retry-after': RETRY_AFTER }),
      ...headers,
    },
  });
}
