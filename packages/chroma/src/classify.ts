import type { Classification } from '@qis/core';

const OFFLINE: Classification = {
  code: 'STORE_UNAVAILABLE',
  retryable: true,
  advice:
    'There is no answer: is the server running at that address, and with TLS or without as the URL says?',
};
const NO_ACCESS: Classification = {
  code: 'STORE_FAILED',
  retryable: false,
  advice:
    'The server refuses the key: look at CHROMA_API_KEY, and whether the key may read and write this collection.',
};

/** By the names that `chromadb` gives its errors. */
const BY_NAME: Readonly<Record<string, Classification>> = {
  ChromaConnectionError: OFFLINE,
  ChromaAuthError: NO_ACCESS,
  ChromaForbiddenError: NO_ACCESS,
  ChromaNotFoundError: {
    code: 'STORE_MISSING',
    retryable: false,
    advice: 'The collection is gone: start again to have it made anew.',
  },
  ChromaRateLimitError: {
    code: 'STORE_UNAVAILABLE',
    retryable: true,
    advice: 'The server is asked too often.',
  },
  ChromaQuotaExceededError: {
    code: 'STORE_FULL',
    retryable: false,
    advice: 'The quota of the server is used up.',
  },
  // The library reads an answer of the server as JSON.
  SyntaxError: {
    code: 'STORE_FAILED',
    retryable: false,
    advice: 'What answers is no Chroma server: look at the address.',
  },
};

/** By what the server says, or fetch about a connection that broke. */
const BY_MESSAGE: readonly (readonly [RegExp, Classification])[] = [
  // A search finds ids in one half of the server that another client has just written or removed in the other.
  [
    /Error finding id/,
    { code: 'STORE_UNAVAILABLE', retryable: true, contended: true, advice: 'Another client is writing.' },
  ],
  [
    /database is locked/,
    { code: 'STORE_UNAVAILABLE', retryable: true, contended: true, advice: 'Another client is writing.' },
  ],
  [
    /disk is full|No space left/,
    { code: 'STORE_FULL', retryable: false, advice: 'The disk of the server is full.' },
  ],
  [
    /readonly database/,
    { code: 'STORE_READ_ONLY', retryable: false, advice: 'The server may not write its files.' },
  ],
  [
    /Database \[.*\] does not exist|database name must|[Tt]enant .*(?:not found|does not exist)/,
    {
      code: 'STORE_MISSING',
      retryable: false,
      advice: 'The server has no such tenant or database: make it, or give another one.',
    },
  ],
  [
    /Expected a name containing/,
    {
      code: 'INVALID_OPTION',
      retryable: false,
      advice: 'A collection of Chroma is named by 3 letters or more, with a letter or digit at both ends.',
    },
  ],
  [/^(?:502|503|504):/, { code: 'STORE_UNAVAILABLE', retryable: true }],
  [/^terminated$|fetch failed|other side closed|socket hang up|aborted/, OFFLINE],
];

/** What an error of `chromadb` or of fetch means. */
export function classify(cause: unknown): Classification {
  if (!(cause instanceof Error)) return { code: 'STORE_FAILED', retryable: false };
  const said = BY_MESSAGE.find(([pattern]) => pattern.test(cause.message))?.[1];
  const named = Object.hasOwn(BY_NAME, cause.name) ? BY_NAME[cause.name] : undefined;
  return said ?? named ?? { code: 'STORE_FAILED', retryable: cause.name === 'ChromaServerError' };
}
