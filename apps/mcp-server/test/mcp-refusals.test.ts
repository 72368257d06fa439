// What is no call of a tool: refused with an answer that says why, by a status below 500, with nothing stored.
import { request } from 'node:http';
import type { Principal } from '@qis/rest/gateway';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, accept, deposit, json, modern, modernHeaders, post } from './bare-messages.ts';
import { as, type EndpointFixture, endpointFixture, knowing } from './mcp-endpoint-fixture.ts';

/** As fetch cannot: with a Host of its own. */
function postTo(url: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers: { ...json, ...headers } }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(deposit));
  });
}

it('bare requests are served, in both eras', async () => {
  const { url, packets } = await endpointFixture();
  expect((await post(url, deposit)).text).toContain('expires_in');
  expect(await packets()).toBe(1);
  const again = await post(url, modern, modernHeaders);
  expect(JSON.parse(again.text)).toMatchObject({
    id: 1,
    result: { structuredContent: { expires_in: '1m' } },
  });
  expect(await packets()).toBe(2);
});

describe('refused before anything is read, with a problem document:', () => {
  const known = knowing({
    ann: { name: 'ann', scopes: ['deposit'], voter: 'ann', collections: ['team'] } as Principal,
  });

  async function problem(fixture: EndpointFixture, answer: Answer): Promise<object> {
    expect(await fixture.packets()).toBe(0);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const { status, code } = JSON.parse(answer.text);
    expect(status).toBe(answer.status);
    return { status, code };
  }

  it.each([
    ['no token', {}],
    ['another', as('bob')],
  ])('%s', async (_, headers) => {
    const fixture = await endpointFixture(known);
    const answer = await post(fixture.url, deposit, { ...json, ...headers });
    expect(await problem(fixture, answer)).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('a collection that is not for these credentials', async () => {
    const fixture = await endpointFixture(known);
    const answer = await post(fixture.url, deposit, { ...json, ...as('ann') });
    expect(await problem(fixture, answer)).toEqual({ status: 403, code: 'FORBIDDEN' });
  });

  it.each(['nowhere', 'a/b', '', '__proto__'])('a collection that is not there: %j', async (name) => {
    const fixture = await endpointFixture();
    const answer = await post(`${fixture.url}?collection=${encodeURIComponent(name)}`, deposit);
    expect(await problem(fixture, answer)).toEqual({ status: 404, code: 'STORE_MISSING' });
  });

  it('a body that is too long, declared or not', async () => {
    const fixture = await endpointFixture();
    const body = JSON.stringify({ ...deposit, padding: 'x'.repeat(1_024 * 1_024) });
    expect(await problem(fixture, await post(fixture.url, body))).toEqual({
      status: 413,
      code: 'BODY_TOO_LARGE',
    });
    const chunked = await fetch(fixture.url, {
      method: 'POST',
      headers: json,
      body: new Blob([body]).stream(),
      duplex: 'half',
    });
    const answer = { status: chunked.status, headers: chunked.headers, text: await chunked.text() };
    expect(await problem(fixture, answer)).toEqual({ status: 413, code: 'BODY_TOO_LARGE' });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'text/json'])(
    'a body of type %s',
    async (type) => {
      const fixture = await endpointFixture();
      const answer = await post(fixture.url, deposit, { ...json, 'content-type': type });
      expect(await problem(fixture, answer)).toEqual({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
    },
  );

  it.each(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('the method %s', async (method) => {
    const fixture = await endpointFixture();
    const response = await fetch(fixture.url, { method, headers: { accept } });
    const answer = { status: response.status, headers: response.headers, text: await response.text() };
    expect(await problem(fixture, answer)).toEqual({ status: 405, code: 'METHOD_NOT_ALLOWED' });
    expect(answer.headers.get('allow')).toBe('POST');
  });
});

it('serves nobody under another name of this machine, and no web page of another host', async () => {
  const { url, packets } = await endpointFixture();
  expect(await postTo(url, { host: 'evil.example' })).toBe(403);
  expect(await postTo(url, { origin: 'https://evil.example' })).toBe(403);
  expect(await postTo(url, { origin: 'null' })).toBe(403);
  expect(await packets()).toBe(0);
  expect(await postTo(url, { host: 'localhost', origin: 'http://localhost:3000' })).toBe(200);
});

it('asks who it is once for a request, before the body is read', async () => {
  const seen: boolean[] = [];
  const fixture = await endpointFixture((sent) => {
    seen.push(sent.bodyUsed);
    return { status: 401, reason: 'No.' };
  });
  await post(fixture.url, deposit);
  expect(seen).toEqual([false]);
});

describe('answered as JSON-RPC says:', () => {
  it.each([
    ['what is no JSON', '{', 400, -32_700],
    ['nothing', '', 400, -32_700],
    ['bytes that are no text', Uint8Array.of(0x22, 0xff, 0x22), 400, -32_700],
    ['a batch', [deposit, deposit], 400, -32_600],
    ['an empty batch', [], 400, -32_600],
    ['no object', 'null', 400, -32_600],
    ['a message of no kind', {}, 400, -32_600],
    ['an id that is none', { ...deposit, id: {} }, 400, -32_600],
    ['another protocol', { ...deposit, jsonrpc: '1.0' }, 400, -32_600],
  ])('%s', async (_, body, status, code) => {
    const { url, packets } = await endpointFixture();
    const answer = await post(url, body);
    expect({ status: answer.status, ...JSON.parse(answer.text) }).toMatchObject({ status, error: { code } });
    expect(await packets()).toBe(0);
  });

  it('a client of 2025 that does not take event streams', async () => {
    const { url, packets } = await endpointFixture();
    for (const headers of [{ accept: 'application/json' }, { accept: '*/*' }, {}]) {
      const answer = await post(url, deposit, { 'content-type': 'application/json', ...headers });
      expect({ status: answer.status, ...JSON.parse(answer.text) }).toMatchObject({ status: 406, error: {} });
    }
    expect(await packets()).toBe(0);
  });

  it('headers of 2026-07-28 that contradict the message', async () => {
    const { url, packets } = await endpointFixture();
    const answer = await post(url, modern, { ...modernHeaders, 'mcp-method': 'tools/list' });
    expect({ status: answer.status, ...JSON.parse(answer.text) }).toMatchObject({
      status: 400,
      error: { code: -32_020 },
    });
    expect(await packets()).toBe(0);
  });

  it('a subscription, which ends at once: nothing ever changes here', async () => {
    const { url } = await endpointFixture();
    const { _meta } = modern.params;
    const listen = {
      ...modern,
      method: 'subscriptions/listen',
      params: { _meta, notifications: { toolsListChanged: true } },
    };
    const { status, text } = await post(url, listen, {
      ...modernHeaders,
      'mcp-method': 'subscriptions/listen',
    });
    expect({ status, text }).toEqual({
      status: 200,
      text: expect.stringContaining('"resultType":"complete"'),
    });
  });
});

it('whatever comes is answered below 500, and what is no deposit stores nothing', async () => {
  const fixture = await endpointFixture();
  const odd = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(null, '', 0, -1, [], {}, '2026-07-28', 'tools/call', '\u0000', { name: 'query' }),
  );
  const members = ['jsonrpc', 'id', 'method', 'params', 'result', 'error', '_meta', 'unknown'];
  const bent = fc
    .tuple(fc.constantFrom<object>(deposit, modern), fc.constantFrom(...members), odd)
    .map(([message, name, value]) => JSON.stringify({ ...message, [name]: value }));
  const inParams = fc
    .tuple(fc.constantFrom(deposit, modern), fc.constantFrom('name', 'arguments', '_meta', 'task'), odd)
    .map(([message, name, value]) =>
      JSON.stringify({ ...message, params: { ...message.params, [name]: value } }),
    );
  const body = fc.oneof(bent, inParams, fc.json(), fc.string({ unit: 'binary' }));
  const header = fc.constantFrom(
    '',
    '2025-11-25',
    '2026-07-28',
    'tools/call',
    'query',
    'deposit',
    '%',
    'x'.repeat(300),
  );
  const headers = fc.record(
    {
      'mcp-protocol-version': header,
      'mcp-method': header,
      'mcp-name': header,
      'mcp-session-id': header,
      'qis-session': header,
    },
    { requiredKeys: [] },
  );
  const statuses = new Set<number>();
  await fc.assert(
    fc.asyncProperty(body, headers, async (sent, more) => {
      const before = await fixture.packets();
      const { status, text } = await post(fixture.url, sent, { ...json, ...more });
      statuses.add(status);
      expect(status, text).toBeLessThan(500);
      if (!text.includes('expires_in')) expect(await fixture.packets()).toBe(before);
    }),
    { numRuns: 600 },
  );
  expect(fixture.errors.filter((error) => !(error instanceof Error && 'code' in error))).toEqual([]);
  // All ways must have been taken, or this test says nothing.
  expect([...statuses]).toEqual(expect.arrayContaining([200, 400]));
});
