import { describe, expect, it } from 'vitest';
import { classify } from './classify.ts';

function withCode(code: string | number, name = 'Error', cause?: unknown): Error {
  return Object.assign(new Error('it failed', { cause }), { code, name });
}
function withStatus(status: number, error = ''): Error {
  return Object.assign(new Error('it failed'), { status, data: { status: { error } } });
}

describe('what may pass by itself is STORE_UNAVAILABLE and retryable', () => {
  it.each([
    ['a refused connection', new TypeError('fetch failed', { cause: withCode('ECONNREFUSED') })],
    ['a connection that was reset', new TypeError('fetch failed', { cause: withCode('ECONNRESET') })],
    ['a name that is gone', new TypeError('fetch failed', { cause: withCode('ENOTFOUND') })],
    ['a socket that ended', new TypeError('terminated', { cause: withCode('UND_ERR_SOCKET') })],
    [
      'two addresses that refuse',
      new TypeError('fetch failed', { cause: new AggregateError([withCode('ECONNREFUSED')]) }),
    ],
    ['a node that took too long', new DOMException('late', 'TimeoutError')],
    ['a write that too few replicas have', withStatus(500, '1 out of 2 shards failed')],
    ['a proxy without a server', withStatus(502)],
    ['a server that starts', withStatus(503)],
    ['a rate that was exceeded', Object.assign(new Error('slow down'), { retry_after: 1 })],
    ['gRPC: unavailable', withCode(14, 'ConnectError', withCode('ECONNREFUSED'))],
    ['gRPC: internal', withCode(13, 'ConnectError')],
    ['gRPC: deadline exceeded', withCode(4, 'ConnectError')],
  ])('%s', (_, cause) => {
    expect(classify(cause)).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
  });
});

describe('what stays as it is says who must act', () => {
  it.each([
    ['a key that is refused', withStatus(401), 'STORE_FAILED', /QDRANT_API_KEY/],
    ['gRPC: a key that is refused', withCode(16, 'ConnectError'), 'STORE_FAILED', /QDRANT_API_KEY/],
    ['a key that may only read', withStatus(403), 'STORE_FAILED', /QDRANT_API_KEY/],
    ['a collection that is gone', withStatus(404), 'STORE_MISSING', /no such collection/],
    ['a full disk', withStatus(500, 'IO error: No space left on device'), 'STORE_FULL', /free disk space/],
    [
      'a certificate of one’s own',
      withCode('DEPTH_ZERO_SELF_SIGNED_CERT'),
      'STORE_UNAVAILABLE',
      /certificate/,
    ],
  ])('%s', (_, cause, code, advice) => {
    expect(classify(cause)).toMatchObject({ code, retryable: false, advice: expect.stringMatching(advice) });
  });

  it('a request that the server does not understand', () => {
    expect(classify(withStatus(400))).toEqual({ code: 'STORE_FAILED', retryable: false });
  });
});
