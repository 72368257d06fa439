import type { Classification } from '@qis/core';
import { UnexpectedAnswer } from './gateway-client.ts';

const UNAVAILABLE: Classification = {
  code: 'STORE_UNAVAILABLE',
  retryable: true,
  advice: 'The gateway cannot be reached, or is busy: try again in a moment. A deposit may have been stored.',
};
const FORBIDDEN: Classification = {
  code: 'STORE_FAILED',
  retryable: false,
  advice:
    'The gateway refuses the credentials: look at the token, at its scopes (records, and admin to write others’ packets), and at its collections and its voter.',
};
const NO_GATEWAY: Classification = {
  code: 'STORE_UNSUPPORTED',
  retryable: false,
  advice: 'What answers there is no gateway of this version: look at the URL, which ends in /v1.',
};
const TOO_LARGE: Classification = {
  code: 'STORE_FAILED',
  retryable: false,
  advice: 'The gateway takes no body as long as this: raise its limit.',
};
const FAILED: Classification = { code: 'STORE_FAILED', retryable: false };

const STATUSES: ReadonlyMap<number, Classification> = new Map([
  [401, FORBIDDEN],
  [403, FORBIDDEN],
  [404, NO_GATEWAY],
  [405, NO_GATEWAY],
  [408, UNAVAILABLE],
  [413, TOO_LARGE],
  [415, NO_GATEWAY],
  [429, UNAVAILABLE],
  [502, UNAVAILABLE],
  [503, UNAVAILABLE],
  [504, UNAVAILABLE],
]);
const CERTIFICATE = /^(?:ERR_TLS_\w+|CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+|ERR_SSL_\w+|EPROTO)$/;
const NO_TLS: Classification = {
  code: 'STORE_UNAVAILABLE',
  retryable: false,
  advice: 'The gateway does not speak TLS, or its certificate is not accepted: look at the URL.',
};

/** What an answer, an error of `fetch` or of the network means. */
export function classify(cause: unknown): Classification {
  if (cause instanceof UnexpectedAnswer) return ofAnswer(cause);
  if (!(cause instanceof Error)) return FAILED;
  if (cause.name === 'TimeoutError' || cause.name === 'AbortError') return UNAVAILABLE;
  if (codesOf(cause).some((code) => CERTIFICATE.test(code))) return NO_TLS;
  // Every `fetch` throws a TypeError where the network fails, and what it says differs from one to the next.
  return cause instanceof TypeError || codesOf(cause).length > 0 ? UNAVAILABLE : FAILED;
}

function ofAnswer({ status, detail, retryAfterMs }: UnexpectedAnswer): Classification {
  const known = STATUSES.get(status) ?? (status < 400 ? NO_GATEWAY : FAILED);
  return {
    ...known,
    ...(known === FORBIDDEN && detail !== undefined && { advice: `The gateway says: ${detail}` }),
    ...(known.retryable && retryAfterMs !== undefined && { retryAfterMs }),
  };
}

/** The codes of an error and of what caused it. */
function codesOf(cause: unknown, depth = 0): string[] {
  if (!(cause instanceof Error) || depth > 4) return [];
  const own = 'code' in cause && typeof cause.code === 'string' && cause.code !== '' ? [cause.code] : [];
  return [...own, ...codesOf(cause.cause, depth + 1)];
}
