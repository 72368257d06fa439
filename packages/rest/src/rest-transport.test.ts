import { OutcomeError, OutcomeRouter } from '@qis/core';
import { describe, expect, it, vi } from 'vitest';
import { gatewayFixture, NOW, outcome } from '../test/gateway-fixture.ts';
import { served } from '../test/served.ts';
import type { GatewayOptions } from './gateway/index.ts';
import type { Fetch } from './gateway-client.ts';
import { RestTransport, type RestTransportOptions } from './rest-transport.ts';

const url = 'https://gateway.example/v1';
const token = 'qis_0123456789abcdef';

function routerOver(options: Partial<RestTransportOptions>): OutcomeRouter {
  const transport = new RestTransport({ url, ...options });
  return new OutcomeRouter({ transport, now: () => NOW, retries: 0, deadlineMs: 2_000 });
}

/** What a query of a gateway comes to that answers so. */
async function errorOf(answer: Fetch, options: Partial<RestTransportOptions> = {}): Promise<OutcomeError> {
  const query = routerOver({ fetch: answer, ...options }).query('p');
  const error = await query.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (OutcomeError.isInstance(error)) return error;
  throw new Error('The query was to fail with an OutcomeError.', { cause: error });
}

const answering =
  (status: number, body: unknown = '', type = 'application/json'): Fetch =>
  async () =>
    new Response(typeof body === 'string' ? body : JSON.stringify(body), {
      status,
      headers: { 'content-type': type },
    });

describe('a router over a gateway', () => {
  it('answers as the gateway’s own does, without an embedder', async () => {
    const { gateway, router } = gatewayFixture();
    const remote = routerOver({
      url: 'http://localhost/v1',
      fetch: (target, init) => gateway(new Request(target, init)),
    });
    const [first] = await remote.deposit([
      { ...outcome, agent_id: 'ann#1' },
      { ...outcome, agent_id: 'bob#1', outcome_type: 'contradicted', delta_summary: 'did not help' },
    ]);
    const problem = outcome.problem_description;
    expect(await remote.query(problem)).toEqual(await router.query(problem));
    expect(await remote.query('soup is salty')).toEqual(await router.query('soup is salty'));
    expect(await remote.synthesize(problem)).toEqual(await router.synthesize(problem));
    expect((await remote.transport.get([first?.id ?? ''], { now: NOW }))[0]?.voter).toBe('ann');
    const { fingerprint, floor, packets } = await router.stats();
    expect(await remote.stats()).toMatchObject({ transport: 'rest', fingerprint, floor, packets });
  });

  it('learns at open whom its deposits must come from, where its credentials say it', async () => {
    const voterOf = async (authenticate: GatewayOptions['authenticate']): Promise<unknown> => {
      const { gateway } = gatewayFixture({ ...(authenticate && { authenticate }) });
      const remote = routerOver({
        url: 'http://localhost/v1',
        fetch: (target, init) => gateway(new Request(target, init)),
      });
      return (await remote.open()).voter;
    };
    const scopes = ['records'] as const;
    expect(await voterOf(() => ({ name: 'laptop', scopes, voter: 'ann' }))).toBe('ann');
    expect(await voterOf(() => ({ name: 'backup', scopes }))).toBeUndefined();
  });

  it('gives up over a socket when its caller does, opening or searching, and the gateway hears of it', async () => {
    const { gateway } = gatewayFixture();
    for (const hanging of ['/v1/records/open', '/v1/records/search']) {
      const caller = new AbortController();
      const heard = Promise.withResolvers<void>();
      const server = await served((request) => {
        if (new URL(request.url).pathname !== hanging) return gateway(request);
        request.signal.addEventListener('abort', () => heard.resolve());
        caller.abort();
        return new Promise(() => {});
      });
      const query = routerOver({ url: server.url }).query('p', { signal: caller.signal });
      await expect(query).rejects.toMatchObject({ code: 'ABORTED' });
      await heard.promise;
      await server.close();
    }
  });

  it('ends a request at its deadline, and the gateway hears of it', async () => {
    const heard = Promise.withResolvers<void>();
    const server = await served(
      (request) =>
        new Promise(() => {
          request.signal.addEventListener('abort', () => heard.resolve());
        }),
    );
    const transport = new RestTransport({ url: server.url });
    const router = new OutcomeRouter({ transport, retries: 0, deadlineMs: 100 });
    await expect(router.query('p')).rejects.toMatchObject({ code: 'STORE_TIMEOUT', retryable: true });
    await heard.promise;
    await server.close();
  });
});

describe('a request', () => {
  it('goes to the routes below the URL, for the collection, with the token in a header alone', async () => {
    const fetch = vi.fn(answering(200, {}));
    const collection = 'team';
    await errorOf(fetch, { url: `${url}/?x=1`, token, collection });
    const [target, init] = fetch.mock.calls[0] ?? [];
    expect(target).toBe('https://gateway.example/v1/records/open?x=1&collection=team');
    expect(init).toMatchObject({
      method: 'POST',
      redirect: 'manual',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(init?.body).not.toContain(token);
  });

  it('takes the collection from the URL where no option says it', async () => {
    const fetch = vi.fn(answering(200, {}));
    await errorOf(fetch, { url: `${url}?collection=team` });
    expect(fetch.mock.calls[0]?.[0]).toBe(`${url}/records/open?collection=team`);
  });
});

describe('what goes wrong', () => {
  it.each([
    [401, 'STORE_FAILED', false],
    [403, 'STORE_FAILED', false],
    [404, 'STORE_UNSUPPORTED', false],
    [413, 'STORE_FAILED', false],
    [429, 'STORE_UNAVAILABLE', true],
    [500, 'STORE_FAILED', false],
    [502, 'STORE_UNAVAILABLE', true],
    [503, 'STORE_UNAVAILABLE', true],
    [504, 'STORE_UNAVAILABLE', true],
    [302, 'STORE_UNSUPPORTED', false],
  ])('is known by the status %d where the answer says no more', async (status, code, retryable) => {
    expect(await errorOf(answering(status, 'no'))).toMatchObject({ code, retryable });
  });

  it('is known by the code of a problem document', async () => {
    const problem = { code: 'STORE_FULL', detail: 'No room.\u202e\n', retryable: false, field: 'f' };
    const error = await errorOf(answering(507, problem, 'application/problem+json'));
    expect(error).toMatchObject({ code: 'STORE_FULL', message: 'No room.  ', retryable: false, field: 'f' });
  });

  it('is the gateway’s own affair where it is closing: another instance may serve', async () => {
    const problem = { code: 'CLOSED', detail: 'closed', retryable: true };
    const error = await errorOf(answering(503, problem, 'application/problem+json'));
    expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
  });

  it.each(['', 'no JSON', '[]', {}, { fingerprint: null, floor: { rule: 'new' } }])(
    'is an answer that no gateway gives: %j',
    async (body) => {
      expect(await errorOf(answering(200, body))).toMatchObject({
        code: 'STORE_UNSUPPORTED',
        retryable: false,
      });
    },
  );

  it.each([401, 403])(
    'is said in the gateway’s own words where it refuses the credentials (%d)',
    async (status) => {
      const problem = { code: 'UNAUTHENTICATED', detail: `It has ended: ${token}\n` };
      const { message } = await errorOf(answering(status, problem, 'application/problem+json'), { token });
      expect(message).toContain('The gateway says: It has ended: … ');
    },
  );

  it.each([
    [429, '7', 7_000],
    [503, '1', 1_000],
    [429, 'Wed, 21 Oct 2026 07:28:00 GMT', undefined],
    [500, '7', undefined],
  ])('with status %d may say when to come back: %s', async (status, retryAfter, retryAfterMs) => {
    const answer: Fetch = async () => new Response('', { status, headers: { 'retry-after': retryAfter } });
    const transport = new RestTransport({ url, fetch: answer });
    const error = await transport.open({}).catch((thrown: unknown) => thrown);
    expect(transport.classify(error).retryAfterMs).toBe(retryAfterMs);
  });

  it('may pass where nobody listens', async () => {
    const server = await served(async () => new Response());
    await server.close();
    const query = routerOver({ url: server.url }).query('p');
    await expect(query).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
  });

  it('never shows the token', async () => {
    const { gateway } = gatewayFixture({ authenticate: () => ({ status: 401, reason: 'unknown' }) });
    const failures: readonly Fetch[] = [
      (target, init) => gateway(new Request(target, init)),
      answering(200, `no JSON ${token}`),
      answering(500, token),
      () => Promise.reject(new TypeError('fetch failed')),
    ];
    for (const failing of failures) {
      const error = await errorOf(failing, { token });
      const { message, stack, cause } = error;
      expect([message, stack, String(cause), JSON.stringify(error)].join()).not.toContain(token);
    }
  });
});

it.each([
  ['url', { url: 'no url' }],
  ['url', { url: 'ftp://gateway.example/v1' }],
  ['url', { url: 'https://name:hunter2@gateway.example/v1' }],
  ['url', { url: 'https://gateway.example/hunter2' }],
  ['url', { url: `${url}#hunter2` }],
  ['token', { url, token: 'hunter2\n' }],
  ['token', { url, token: '' }],
  ['token', { url, token: 'hunter2 é' }],
])('refuses a %s that cannot be, and does not quote it: %j', (field, options) => {
  let thrown: unknown;
  try {
    new RestTransport(options);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({
    code: 'INVALID_OPTION',
    field,
    message: expect.not.stringContaining('hunter2'),
  });
});
