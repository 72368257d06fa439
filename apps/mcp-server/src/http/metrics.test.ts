import { readFileSync } from 'node:fs';
import { OutcomeRouter } from '@qis/core';
import { MemoryTransport } from '@qis/memory';
import { type Authenticate, type Principal, trustLoopback } from '@qis/rest/gateway';
import { describe, expect, it } from 'vitest';
import { outcome } from '../../test/fixture.ts';
import { LetterEmbedder } from '../../test/letter-embedder.ts';
import { ObservedServer } from '../../test/observed.ts';
import { Metrics } from './metrics.ts';
import { observeRouters } from './observed-router.ts';

const question = { problem_description: outcome.problem_description };

/** The samples of one metric, but for those that are 0. */
function only(samples: ReadonlyMap<string, number>, name: string): Readonly<Record<string, number>> {
  return Object.fromEntries([...samples].filter(([key, value]) => key.startsWith(name) && value !== 0));
}

describe('metrics', () => {
  it('count each operation once, by face, collection and code', async () => {
    const server = new ObservedServer();
    await server.ask('POST', '/v1/packets', outcome);
    await server.ask('POST', '/v1/packets', [outcome, { ...outcome, agent_id: 'bob#1' }]);
    await server.ask('POST', '/v1/packets', { ...outcome, confidence: 2 });
    await server.ask('POST', '/v1/query?collection=other', question);
    await server.ask('POST', '/v1/synthesize', { ...question, outcome });
    const samples = await server.scrape();
    expect(only(samples, 'qis_operations_total')).toEqual({
      'qis_operations_total{face="/v1",collection="team",operation="deposit",code="ok"}': 2,
      'qis_operations_total{face="/v1",collection="team",operation="deposit",code="INVALID_PACKET"}': 1,
      'qis_operations_total{face="/v1",collection="other",operation="query",code="ok"}': 1,
      'qis_operations_total{face="/v1",collection="team",operation="synthesize",code="ok"}': 1,
    });
    const deposits = 'qis_operation_duration_seconds_count{face="/v1",collection="team",operation="deposit"}';
    expect(samples.get(deposits)).toBe(3);
  });

  it('count a call of a tool once, by its face, and a failure of the store in it as one', async () => {
    const failing = { gate: () => Promise.reject(new RangeError('quoted')) };
    const server = new ObservedServer({ router: failing });
    const call = (name: string, args: object): Promise<Response> =>
      server.ask(
        'POST',
        '/mcp',
        { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } },
        { accept: 'application/json, text/event-stream', 'mcp-protocol-version': '2025-06-18' },
      );
    await (await call('query', question)).text();
    await (await call('deposit', outcome)).text();
    expect(only(await server.scrape(), 'qis_operations_total')).toEqual({
      'qis_operations_total{face="/mcp",collection="team",operation="query",code="ok"}': 1,
      'qis_operations_total{face="/mcp",collection="team",operation="deposit",code="FAULT"}': 1,
    });
    expect(server.lines()).toMatchObject([
      { level: 'info', route: '/mcp', status: 200 },
      { level: 'info', route: '/mcp', status: 200 },
      { level: 'error', error: 'RangeError' },
    ]);
    expect(server.logged).not.toContain('quoted');
  });

  it('count what comes by another face beside it', async () => {
    const metrics = new Metrics();
    const router = new OutcomeRouter({
      transport: new MemoryTransport(),
      embedder: new LetterEmbedder(),
      gate: () => ({ reason: 'it holds a key.' }),
    });
    const [rest, mcp] = (['/v1', '/mcp'] as const).map((face) => observeRouters(() => router, face, metrics));
    await (await rest?.('team'))?.query('a');
    await (await mcp?.('team'))?.query('a');
    await expect((await mcp?.('team'))?.deposit(outcome)).rejects.toMatchObject({ code: 'DEPOSIT_REFUSED' });
    const { text } = await metrics.render();
    for (const sample of [
      'qis_operations_total{face="/v1",collection="team",operation="query",code="ok"} 1',
      'qis_operations_total{face="/mcp",collection="team",operation="query",code="ok"} 1',
      'qis_operations_total{face="/mcp",collection="team",operation="deposit",code="DEPOSIT_REFUSED"} 1',
      'qis_refusals_total{code="DEPOSIT_REFUSED"} 1',
    ])
      expect(text).toContain(`${sample}\n`);
  });

  it('count queries that found nothing above the floor', async () => {
    const server = new ObservedServer();
    const strict = { ...question, floor: { rule: 'score', min_score: 1 } };
    await server.ask('POST', '/v1/packets', { ...outcome, problem_description: 'zzz' });
    await server.ask('POST', '/v1/query', strict);
    await server.ask('POST', '/v1/query', question);
    expect(only(await server.scrape(), 'qis_floor_misses_total')).toEqual({
      'qis_floor_misses_total{face="/v1",collection="team"}': 1,
    });
  });

  it('count refusals by code, once each', async () => {
    const { gate } = { gate: () => ({ reason: 'it holds a key.' }) };
    const answers: ReturnType<Authenticate>[] = [
      { status: 401, reason: 'Send a token.' },
      { status: 429, reason: 'Send less.', retryAfter: 3 },
      { name: 'reader', scopes: ['query'] },
    ];
    const server = new ObservedServer({
      router: { gate },
      authenticate: (request) => answers.shift() ?? trustLoopback(request),
    });
    for (const _ of [1, 2, 3, 4]) await server.ask('POST', '/v1/packets', outcome);
    expect(only(await server.scrape(), 'qis_refusals_total')).toEqual({
      'qis_refusals_total{code="UNAUTHENTICATED"}': 1,
      'qis_refusals_total{code="RATE_LIMITED"}': 1,
      'qis_refusals_total{code="FORBIDDEN"}': 1,
      'qis_refusals_total{code="DEPOSIT_REFUSED"}': 1,
    });
  });

  it('time requests by patterns alone, whatever is sent', async () => {
    const server = new ObservedServer();
    for (let n = 0; n < 20; n++) {
      await server.ask('GET', `/made-up-${n}`);
      await server.ask(`MADE-UP-${n}`, '/v1/query');
      await server.ask('GET', `/v1/packets/made-up-${n}`);
      await server.ask('POST', `/v1/query?collection=made-up-${n}`, question);
      await server.ask('GET', `/v1/records/made-up-${n}/made-up`);
    }
    const samples = await server.scrape();
    expect(only(samples, 'qis_http_request_duration_seconds_count')).toEqual({
      'qis_http_request_duration_seconds_count{method="GET",route="unknown",status="404"}': 40,
      'qis_http_request_duration_seconds_count{method="unknown",route="/v1/query",status="405"}': 20,
      'qis_http_request_duration_seconds_count{method="GET",route="/v1/packets/:id",status="400"}': 20,
      'qis_http_request_duration_seconds_count{method="POST",route="/v1/query",status="404"}': 20,
    });
    expect(only(samples, 'qis_http_requests_in_flight')).toEqual({ qis_http_requests_in_flight: 1 });
    expect([...samples.keys()].join()).not.toContain('made-up');
  });

  it('say how many packets each collection holds that was asked for', async () => {
    const server = new ObservedServer();
    expect(only(await server.scrape(), 'qis_packets')).toEqual({});
    await server.ask('POST', '/v1/packets', [outcome, { ...outcome, agent_id: 'bob#1' }]);
    await server.ask('POST', '/v1/packets?collection=other', outcome);
    expect(only(await server.scrape(), 'qis_packets')).toEqual({
      'qis_packets{collection="team"}': 2,
      'qis_packets{collection="other"}': 1,
    });
  });

  it('are there though a store fails, or does not answer: its packets are left out', async () => {
    const server = new ObservedServer();
    await server.ask('POST', '/v1/packets', outcome);
    await server.ask('POST', '/v1/packets?collection=other', outcome);
    await server.routers.get('other')?.close();
    expect(only(await server.scrape(), 'qis_packets')).toEqual({ 'qis_packets{collection="team"}': 1 });

    class Hanging extends MemoryTransport {
      override stats = (): Promise<never> => new Promise(() => {});
    }
    const hanging = new ObservedServer({ router: { transport: new Hanging() } });
    await hanging.ask('POST', '/v1/packets', outcome);
    const began = performance.now();
    expect(only(await hanging.scrape(), 'qis_packets')).toEqual({});
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

it('the document on serving names every metric of ours', async () => {
  const document = readFileSync(new URL('../../../../docs/serving.md', import.meta.url), 'utf8');
  const named = [...document.matchAll(/^\| `(qis_\w+)` \|/gm)].map(([, name]) => name);
  const { text } = await new Metrics().render();
  const told = [...text.matchAll(/^# TYPE (qis_\w+)/gm)].map(([, name]) => name);
  expect(named.sort()).toEqual(told.sort());
});

describe('metrics are told', () => {
  const principal = (more: Partial<Principal>): Principal => ({
    name: 'scraper',
    scopes: ['admin'],
    ...more,
  });

  it.each([
    ['whoever is an admin of all collections', principal({}), 200],
    ['no admin of some', principal({ collections: ['team'] }), 403],
    ['nobody else', principal({ scopes: ['deposit', 'query', 'records'] }), 403],
    ['nobody without credentials', { status: 401, reason: 'Send a token.' } as const, 401],
  ])('%s', async (_, answer, status) => {
    const response = await new ObservedServer({ authenticate: () => answer }).ask('GET', '/metrics');
    expect(response.status).toBe(status);
    expect((await response.text()).includes('qis_')).toBe(status === 200);
  });

  it('on loopback, whoever calls it by a loopback name and names no voter', async () => {
    const server = new ObservedServer();
    const response = await server.ask('GET', '/metrics');
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect((await server.ask('GET', '/metrics', undefined, { 'qis-voter': 'ann' })).status).toBe(403);
    expect((await server.ask('GET', '/metrics', undefined, { origin: 'https://page.example' })).status).toBe(
      403,
    );
    expect((await server.handle(new Request('http://gateway.example/metrics'))).status).toBe(403);
  });

  it('by GET alone', async () => {
    const response = await new ObservedServer().ask('POST', '/metrics', {});
    expect({ status: response.status, allow: response.headers.get('allow') }).toEqual({
      status: 405,
      allow: 'GET',
    });
  });
});
