import { type Authenticate, trustLoopback } from '@qis/rest/gateway';
import { describe, expect, it } from 'vitest';
import { outcome } from '../../test/fixture.ts';
import { ObservedServer } from '../../test/observed.ts';
import { LOG_LEVELS } from '../log.ts';
import { mintToken } from '../tokens/token.ts';

const question = { problem_description: outcome.problem_description };
const UUID = /^[0-9a-f-]{36}$/;

describe('the id of a request', () => {
  it('is told in a header, and stands in the line of the log', async () => {
    const server = new ObservedServer();
    const response = await server.ask('POST', '/v1/query', question);
    const id = response.headers.get('x-request-id');
    expect(id).toMatch(UUID);
    expect(server.lines()).toMatchObject([{ request: id }]);
  });

  it('is the sender’s, where that is short and plain', async () => {
    const server = new ObservedServer();
    const response = await server.ask('GET', '/v1/stats', undefined, { 'x-request-id': 'run-7.a_b' });
    expect(response.headers.get('x-request-id')).toBe('run-7.a_b');
    expect(server.lines()).toMatchObject([{ request: 'run-7.a_b' }]);
  });

  it.each([
    ['with a blank', 'run 7'],
    ['with a quote', '"'],
    ['with an address', 'https://h/?token=s'],
    ['empty', ''],
    ['too long', 'a'.repeat(65)],
    ['out of its credentials', 's3cret-token'],
    ['a token of somebody', mintToken()],
  ])('is a new one where the sender’s is %s', async (_, given) => {
    const server = new ObservedServer();
    const headers = { 'x-request-id': given, authorization: 'Bearer s3cret-token' };
    const response = await server.ask('GET', '/v1/stats', undefined, headers);
    expect(response.headers.get('x-request-id')).toMatch(UUID);
  });
});

describe('the line of a request', () => {
  it('has its route as a pattern, who sent it, and how it went', async () => {
    const server = new ObservedServer();
    await server.ask('POST', '/v1/packets?collection=other', outcome, { 'qis-voter': 'ann' });
    await server.ask('GET', '/v1/packets/0b3c7bd4-0a5e-4c8e-9f39-3f8f6a3ff001');
    const ms = expect.any(Number);
    expect(server.lines()).toMatchObject([
      {
        level: 'info',
        message: 'Answered',
        method: 'POST',
        route: '/v1/packets',
        status: 200,
        ms,
        principal: 'ann',
        collection: 'other',
      },
      {
        level: 'info',
        method: 'GET',
        route: '/v1/packets/:id',
        status: 404,
        code: 'NOT_FOUND',
        ms,
        principal: 'loopback',
        collection: 'team',
      },
    ]);
  });

  it('does not say what this server has not: paths, methods, collections', async () => {
    const server = new ObservedServer();
    await server.ask('PROPFIND', '/made/up/path?collection=made-up-collection');
    await server.ask('GET', '/v1/stats?collection=made-up-collection');
    expect(server.lines()).toMatchObject([
      { method: 'unknown', route: 'unknown', status: 404 },
      { method: 'GET', route: '/v1/stats', status: 404, code: 'STORE_MISSING' },
    ]);
    expect(server.logged).not.toContain('made');
  });

  it('names nobody for a request that was not let in', async () => {
    const authenticate: Authenticate = () => ({ status: 401, reason: 'Send a token.' });
    const server = new ObservedServer({ authenticate });
    await server.ask('POST', '/v1/query', question);
    expect(server.lines()).toMatchObject([{ status: 401, code: 'UNAUTHENTICATED' }]);
    expect(server.lines()[0]).not.toHaveProperty('principal');
  });

  it.each(['/healthz', '/readyz', '/metrics'])(
    'is written at debug alone for %s while that is fine',
    async (path) => {
      for (const [level, lines] of [
        ['info', 0],
        ['debug', 1],
      ] as const) {
        const server = new ObservedServer({ level });
        expect((await server.ask('GET', path)).status).toBe(200);
        expect(server.lines()).toHaveLength(lines);
      }
    },
  );

  it('has code and class of a failure, and its stack stays at debug', async () => {
    for (const [level, lines] of [
      ['error', 1],
      ['debug', 2],
    ] as const) {
      const gate = () => Promise.reject(new RangeError('quoted text'));
      const server = new ObservedServer({ level, router: { gate } });
      expect((await server.ask('POST', '/v1/packets', outcome)).status).toBe(500);
      expect(server.lines()).toHaveLength(lines);
      expect(server.lines().at(-1)).toMatchObject({
        level: 'error',
        status: 500,
        code: 'STORE_FAILED',
        error: 'RangeError',
      });
      expect(server.logged.includes('quoted text')).toBe(level === 'debug');
    }
  });
});

describe.each(LOG_LEVELS)('the log at %s', (level) => {
  const secret = 'qis-0123456789abcdef-s3cret';
  const words = 'words-of-a-packet';
  const hostile = {
    ...outcome,
    problem_description: words,
    delta_summary: words,
    domain_tags: [words],
    agent_id: '',
  };

  it('holds no credentials and no text of packets, whatever is sent', async () => {
    const failing = {
      gate: () => Promise.reject(new Error(`Authorization: Bearer ${secret}; "Bearer ${secret}"`)),
    };
    for (const options of [{}, { router: failing }]) {
      const server = new ObservedServer({ level, authenticate: trustLoopback, ...options });
      for (const path of [
        '/v1/packets',
        '/v1/query',
        '/v1/synthesize',
        '/v1/records/write',
        '/metrics',
        `/v1/packets/${secret}`,
        `/v1/packets?token=${secret}&collection=${secret}`,
        `/${secret}`,
        `/v1/query?collection=${words}`,
      ]) {
        const body = path.includes('packets') ? hostile : { problem_description: words, outcome: hostile };
        const headers = {
          authorization: `Bearer ${secret}`,
          'proxy-authorization': `Bearer ${secret}`,
          cookie: `token=${secret}`,
          'user-agent': words,
          referer: `http://localhost/?token=${secret}`,
          'x-request-id': secret,
        };
        for (const [method, sent] of [
          ['POST', body],
          ['POST', { [secret]: words }],
          ['DELETE', undefined],
          ['GET', undefined],
        ] as const) {
          await server.ask(method, path, sent, headers);
        }
      }
      if (level === 'info' || level === 'debug') expect(server.lines().length).toBeGreaterThan(20);
      expect(server.logged).not.toContain(secret);
      expect(server.logged).not.toContain(words);
      expect(server.logged).not.toMatch(/authorization/i);
    }
  });
});

it('a token that was sent as a name is not written', async () => {
  const server = new ObservedServer();
  const token = mintToken();
  await server.ask('GET', '/v1/stats', undefined, { 'qis-voter': token });
  expect(server.lines()).toMatchObject([{ principal: '[hidden]' }]);
  expect(server.logged).not.toContain(token);
});
