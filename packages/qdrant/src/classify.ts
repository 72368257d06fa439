import type { Classification } from '@qis/core';

const KEY_ADVICE =
  'The server refuses the key: look at QDRANT_API_KEY, and whether the key may read and write this collection.';
const UNAVAILABLE: Classification = {
  code: 'STORE_UNAVAILABLE',
  retryable: true,
  advice:
    'No node of the server answered as it should: try again in a moment. A deposit may have been stored.',
};
const FORBIDDEN: Classification = { code: 'STORE_FAILED', retryable: false, advice: KEY_ADVICE };
const MISSING: Classification = {
  code: 'STORE_MISSING',
  retryable: false,
  advice: 'The server has no such collection.',
};
const FULL: Classification = {
  code: 'STORE_FULL',
  retryable: false,
  advice: 'The server has no room left: free disk space there, then try again.',
};
const TOO_OLD: Classification = {
  code: 'STORE_UNSUPPORTED',
  retryable: false,
  advice: 'The server does not know this call: Qdrant 1.16 or newer is needed.',
};
const FAILED: Classification = { code: 'STORE_FAILED', retryable: false };

/** What the connection came to, by the code of Node or of undici. */
const CONNECTION =
  /^(?:ECONN\w+|EPIPE|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|UND_ERR_(?!INVALID_ARG|NOT_SUPPORTED)\w+)$/;
const NO_SUCH_NAME: Classification = {
  code: 'STORE_UNAVAILABLE',
  retryable: true, // of a cluster, nodes that are gone lose their names
  advice: 'There is no server of that name: look at the URL, or try again where it is being started.',
};
const CERTIFICATE = /^(?:ERR_TLS_\w+|CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+|ERR_SSL_\w+|EPROTO)$/;
const NO_TLS: Classification = {
  code: 'STORE_UNAVAILABLE',
  retryable: false,
  advice:
    'The server does not speak TLS, or its certificate is not accepted: look at tls= in the URL, and at NODE_EXTRA_CA_CERTS.',
};

/** By HTTP status and by gRPC code. A write that was answered 500 may have reached one replica and not the other: written again it reaches both. */
const STATUSES: ReadonlyMap<number, Classification> = new Map([
  [401, FORBIDDEN],
  [403, FORBIDDEN],
  [404, MISSING],
  [408, UNAVAILABLE],
  [429, UNAVAILABLE],
  [500, UNAVAILABLE],
  [502, UNAVAILABLE],
  [503, UNAVAILABLE],
  [504, UNAVAILABLE],
  [507, FULL],
]);
const GRPC_CODES: ReadonlyMap<number, Classification> = new Map([
  [1, UNAVAILABLE], // cancelled
  [2, UNAVAILABLE], // unknown
  [4, UNAVAILABLE], // deadline exceeded
  [5, MISSING],
  [7, FORBIDDEN],
  [8, UNAVAILABLE], // resource exhausted
  [10, UNAVAILABLE], // aborted
  [12, TOO_OLD],
  [13, UNAVAILABLE], // internal
  [14, UNAVAILABLE],
  [15, UNAVAILABLE], // data loss: the connection's
  [16, FORBIDDEN],
]);

/** What an error of one of the clients, of fetch or of the network means. */
export function classify(cause: unknown): Classification {
  if (!(cause instanceof Error)) return FAILED;
  if (saysNoSpace(cause)) return FULL;
  if (cause.name === 'TimeoutError' || cause.name === 'AbortError') return UNAVAILABLE;
  if ('retry_after' in cause) return UNAVAILABLE; // both clients, where a rate is limited
  if ('status' in cause && typeof cause.status === 'number') return STATUSES.get(cause.status) ?? FAILED;
  if (cause.name === 'ConnectError' && 'code' in cause && typeof cause.code === 'number') {
    return connectionOf(cause.cause) ?? GRPC_CODES.get(cause.code) ?? FAILED;
  }
  return connectionOf(cause) ?? FAILED;
}

/** The first code of the network in an error or what caused it. */
function connectionOf(cause: unknown, depth = 0): Classification | undefined {
  if (!(cause instanceof Error) || depth > 4) return undefined;
  if ('code' in cause && typeof cause.code === 'string') {
    if (CONNECTION.test(cause.code)) return UNAVAILABLE;
    if (cause.code === 'ENOTFOUND') return NO_SUCH_NAME;
    if (CERTIFICATE.test(cause.code)) return NO_TLS;
  }
  if (cause instanceof AggregateError) {
    for (const each of cause.errors) {
      const found = connectionOf(each, depth + 1);
      if (found) return found;
    }
  }
  return connectionOf(cause.cause, depth + 1);
}

const NO_SPACE = /no space left|not enough (?:disk )?space|disk quota|out of disk/i;

/** The server has one status for all that goes wrong inside. */
function saysNoSpace(cause: Error): boolean {
  const data = 'data' in cause ? JSON.stringify(cause.data) : '';
  return NO_SPACE.test(`${cause.message} ${data ?? ''}`);
}
