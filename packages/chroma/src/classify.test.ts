import {
  ChromaClientError,
  ChromaConnectionError,
  ChromaForbiddenError,
  ChromaNotFoundError,
  ChromaQuotaExceededError,
  ChromaRateLimitError,
  ChromaServerError,
  ChromaUnauthorizedError,
} from 'chromadb';
import { expect, it } from 'vitest';
import { classify } from './classify.ts';

it.each([
  [new ChromaConnectionError('Failed to connect'), 'STORE_UNAVAILABLE', true],
  [new TypeError('terminated'), 'STORE_UNAVAILABLE', true],
  [new ChromaServerError('503: Service Unavailable'), 'STORE_UNAVAILABLE', true],
  [new ChromaRateLimitError('Rate limit exceeded'), 'STORE_UNAVAILABLE', true],
  [new ChromaServerError('Internal error'), 'STORE_FAILED', true],
  [new ChromaClientError('Bad request'), 'STORE_FAILED', false],
  [new ChromaUnauthorizedError('Unauthorized'), 'STORE_FAILED', false],
  [new ChromaForbiddenError('Forbidden'), 'STORE_FAILED', false],
  [new SyntaxError('Unexpected token < in JSON'), 'STORE_FAILED', false],
  [new ChromaNotFoundError('Not found'), 'STORE_MISSING', false],
  [new ChromaClientError('Database [d] does not exist'), 'STORE_MISSING', false],
  [new ChromaQuotaExceededError('Quota exceeded'), 'STORE_FULL', false],
  [new ChromaServerError('database or disk is full'), 'STORE_FULL', false],
  [new TypeError('x is not a function'), 'STORE_FAILED', false],
])('takes %s for %s', (cause, code, retryable) => {
  expect(classify(cause)).toMatchObject({ code, retryable });
});

it('repeats a search that met the write of another client for as long as the call may take', () => {
  const cause = new ChromaServerError('Error executing plan: Internal error: Error finding id');
  expect(classify(cause)).toMatchObject({ code: 'STORE_UNAVAILABLE', contended: true });
});
