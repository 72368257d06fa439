import { OutcomeRouter } from '@qis/core';
import { MemoryTransport } from '@qis/memory';
import { describe, expect, it, vi } from 'vitest';
import { gatewayFixture, idOf, NOW, outcome } from '../../test/gateway-fixture.ts';
import { TrigramEmbedder } from '../../test/trigram-embedder.ts';
import { membersOf } from '../wire/record-json.ts';
import { createGateway } from './create-gateway.ts';
import { trustLoopback } from './loopback.ts';

const asked = { problem_description: outcome.problem_description };

describe('deposit', () => {
  it('answers one packet with a receipt, and a list with as many, in order', async () => {
    const { ask } = gatewayFixture();
    const receipt = { id: idOf(), expires_at: NOW + 3_600 };
    expect(await ask('POST', '/v1/packets', outcome)).toMatchObject({ status: 200, json: receipt });
    const other = { ...outcome, agent_id: 'bob#1' };
    const response = await ask('POST', '/v1/packets', [other, outcome]);
    expect(Object.values(response.json)).toEqual([{ ...receipt, id: idOf(other) }, receipt]);
  });

  it('lives as long as the gateway says where it does not say it itself', async () => {
    const { ask } = gatewayFixture({ ttl: 60 });
    expect((await ask('POST', '/v1/packets', outcome)).json).toMatchObject({ expires_at: NOW + 60 });
    expect((await ask('POST', '/v1/packets', { ...outcome, ttl: 7 })).json).toMatchObject({
      expires_at: NOW + 7,
    });
    const { json } = await ask('POST', '/v1/synthesize', { ...asked, outcome });
    expect(json).toMatchObject({ deposited: { expires_at: NOW + 60 } });
  });

  it('names what is wrong by its path, and stores nothing of a list with a fault', async () => {
    const { ask, router } = gatewayFixture();
    const bad = { ...outcome, confidence: 2 };
    const one = await ask('POST', '/v1/packets', bad);
    expect(one).toMatchObject({
      status: 400,
      json: { code: 'INVALID_PACKET', field: 'confidence', retryable: false },
    });
    expect(one.headers.get('content-type')).toBe('application/problem+json');
    const many = await ask('POST', '/v1/packets', [outcome, bad]);
    expect(many.json).toMatchObject({ code: 'INVALID_PACKET', field: 'packets[1].confidence' });
    expect((await ask('POST', '/v1/packets', [outcome, 7])).json).toMatchObject({ field: 'packets[1]' });
    expect((await router.stats()).packets).toBe(0);
  });

  it('takes a thousand packets at once, and no more', async () => {
    const { ask } = gatewayFixture();
    const packets = Array.from({ length: 1_001 }, (_, n) => ({ ...outcome, delta_summary: `${n}` }));
    expect((await ask('POST', '/v1/packets', packets.slice(1))).status).toBe(200);
    expect(await ask('POST', '/v1/packets', packets)).toMatchObject({
      status: 400,
      json: { code: 'INVALID_PACKET' },
    });
  });

  it('asks the gate of the router, and tells its reason', async () => {
    const { ask } = gatewayFixture({ gate: () => ({ field: 'delta_summary', reason: 'it holds a key.' }) });
    expect(await ask('POST', '/v1/packets', outcome)).toMatchObject({
      status: 422,
      json: {
        code: 'DEPOSIT_REFUSED',
        field: 'delta_summary',
        detail: expect.stringContaining('it holds a key'),
      },
    });
  });
});

describe('without credentials', () => {
  it('the voter comes from a header, and signs what is not signed', async () => {
    const { ask } = gatewayFixture();
    const ann = { 'qis-voter': 'ann' };
    const id = idOf({ agent_id: 'ann' });
    expect((await ask('POST', '/v1/packets', outcome, ann)).json).toMatchObject({ id });
    expect((await ask('GET', `/v1/packets/${id}`)).json).toMatchObject({
      voter: 'ann',
      packet: { agent_id: 'ann' },
    });
    const asBob = await ask('POST', '/v1/packets', { ...outcome, agent_id: 'bob#1' }, ann);
    expect(asBob).toMatchObject({ status: 403, json: { code: 'FORBIDDEN', field: 'agent_id' } });
    expect((await ask('DELETE', `/v1/packets/${id}`, undefined, { 'qis-voter': 'bob' })).status).toBe(403);
    expect((await ask('DELETE', `/v1/packets/${id}`, undefined, ann)).status).toBe(204);
  });

  it.each(['localhost', '127.0.0.1:7341', '[::1]:7341'])('serves %s', async (host) => {
    const { gateway } = gatewayFixture();
    expect((await gateway(new Request(`http://${host}/v1/stats`))).status).toBe(200);
  });

  it.each(['gateway.example', '10.0.0.7', 'localhost.example', '127.0.0.1.example'])(
    'refuses %s',
    async (host) => {
      const { gateway } = gatewayFixture();
      expect((await gateway(new Request(`http://${host}/v1/stats`))).status).toBe(403);
    },
  );

  it('somebody is called by the voter, or loopback', () => {
    const named = (headers: Readonly<Record<string, string>>): unknown =>
      trustLoopback(new Request('http://localhost/', { headers }));
    expect(named({ 'qis-voter': 'ann' })).toMatchObject({ name: 'ann', voter: 'ann' });
    expect(named({})).toMatchObject({ name: 'loopback' });
  });

  it.each(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'via'])(
    'refuses what a proxy says it passed on, by %s',
    async (header) => {
      const { ask } = gatewayFixture();
      expect(await ask('GET', '/v1/stats', undefined, { [header]: '10.0.0.7' })).toMatchObject({
        status: 403,
        json: { detail: expect.stringContaining('A proxy passed this on') },
      });
    },
  );

  it('refuses web pages of other hosts', async () => {
    const { ask } = gatewayFixture();
    for (const [origin, status] of [
      ['http://localhost:3000', 200],
      ['https://page.example', 403],
      ['null', 403],
    ] as const) {
      expect((await ask('GET', '/v1/stats', undefined, { origin })).status).toBe(status);
    }
  });
});

describe('questions', () => {
  it('are answered as the router answers them, without vectors', async () => {
    const { ask, router } = gatewayFixture();
    await router.deposit([
      { ...outcome, domain_tags: ['webhook'] },
      { ...outcome, agent_id: 'bob#1' },
    ]);
    const all = await ask('POST', '/v1/query', { ...asked, top_k: 5 });
    expect(all).toMatchObject({ status: 200, json: { below_floor: 0, unreadable: 0 } });
    expect(all.json).toEqual(JSON.parse(JSON.stringify(await router.query(asked.problem_description))));
    expect(JSON.stringify(all.json)).not.toContain('vector');
    for (const narrowed of [{ top_k: 1 }, { domain_filter: ['webhook'] }, { agent_id: 'bob#1' }]) {
      expect((await ask('POST', '/v1/query', { ...asked, ...narrowed })).json.hits).toHaveLength(1);
    }
    const own = { ...asked, agent_id: 'bob#1', include_own: true };
    expect((await ask('POST', '/v1/query', own)).json.hits).toHaveLength(2);
  });

  it.each([
    ['top_k', 101],
    ['top_k', '5'],
    ['min_confidence', 1.5],
    ['domain_filter', 'webhook'],
    ['outcome_types', ['solved']],
    ['problem_description', ''],
    ['floor', { rule: 'score' }],
  ])('may not have %s %j', async (name, value) => {
    const { ask } = gatewayFixture();
    const { status, json } = await ask('POST', '/v1/query', { ...asked, [name]: value });
    expect(status).toBe(400);
    expect(json).toMatchObject({ code: 'INVALID_QUERY', field: expect.stringContaining(name) });
  });

  it('may be weighed, and an outcome deposited first', async () => {
    const { ask, router } = gatewayFixture();
    await router.deposit({ ...outcome, agent_id: 'ann#1' });
    const own = { ...outcome, agent_id: 'bob#1' };
    const { status, json } = await ask('POST', '/v1/synthesize', {
      ...asked,
      agent_id: 'bob#1',
      outcome: own,
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      deposited: { id: idOf(own) },
      claims: [{ delta_summary: outcome.delta_summary }],
    });
  });
});

describe('packets by id', () => {
  it('are read while they live', async () => {
    const { ask, router } = gatewayFixture();
    const { id } = await router.deposit(outcome);
    expect((await ask('GET', `/v1/packets/${id}`)).json).toMatchObject({ id, expires_at: NOW + 3_600 });
    expect(await ask('GET', `/v1/packets/${idOf({ delta_summary: 'none' })}`)).toMatchObject({
      status: 404,
      json: { code: 'NOT_FOUND' },
    });
    expect((await ask('GET', '/v1/packets/7')).status).toBe(400);
  });
});

describe('collections', () => {
  it('are found by a function, and unknown ones are not made', async () => {
    const of = (): OutcomeRouter =>
      new OutcomeRouter({
        transport: new MemoryTransport(),
        embedder: new TrigramEmbedder(),
        now: () => NOW,
      });
    const routers: Record<string, OutcomeRouter> = { a: of(), b: of() };
    const gateway = createGateway((collection) => routers[collection]);
    await routers.a?.deposit(outcome);
    const packetsOf = async (collection: string): Promise<unknown> => {
      const response = await gateway(new Request(`http://localhost/v1/stats?collection=${collection}`));
      const { packets, code } = membersOf(await response.json());
      return packets ?? code;
    };
    expect(await packetsOf('a')).toBe(1);
    expect(await packetsOf('b')).toBe(0);
    expect(await packetsOf('c')).toBe('STORE_MISSING');
    expect(await packetsOf('../a')).toBe('STORE_MISSING');
  });

  it('are opened, and so made, by nobody who only asks whether the gateway is ready', async () => {
    const opened: string[] = [];
    const { router } = gatewayFixture();
    const gateway = createGateway((collection) => {
      opened.push(collection);
      return router;
    });
    await gateway(new Request('http://localhost/readyz?collection=new'));
    expect(opened).toEqual(['qis_outcome_packets']);
  });

  it('of a single router have one name, which a request may leave out', async () => {
    for (const [options, name, other] of [
      [{}, 'qis_outcome_packets', 'team'],
      [{ collection: 'team' }, 'team', 'qis_outcome_packets'],
    ] as const) {
      const { ask } = gatewayFixture(options);
      expect((await ask('GET', '/v1/stats')).status).toBe(200);
      expect((await ask('GET', `/v1/stats?collection=${name}`)).status).toBe(200);
      expect((await ask('GET', `/v1/stats?collection=${other}`)).status).toBe(404);
    }
  });
});

describe('a gateway', () => {
  it('counts the bytes of a body whose length is not declared', async () => {
    const { gateway } = gatewayFixture({ maxBodyBytes: 1_000 });
    const chunk = new TextEncoder().encode(' '.repeat(400));
    let sent = 0;
    const body = new ReadableStream({
      pull: (controller) => {
        sent++;
        controller.enqueue(chunk);
      },
    });
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', body, headers, duplex: 'half' } as const;
    expect((await gateway(new Request('http://localhost/v1/packets', init))).status).toBe(413);
    expect(sent).toBeLessThan(6);
  });

  it('counts them, too, where the length that is declared is wrong', async () => {
    const { ask } = gatewayFixture({ maxBodyBytes: 1_000 });
    const body = JSON.stringify({ padding: 'x'.repeat(1_000) });
    expect((await ask('POST', '/v1/packets', body, { 'content-length': '10' })).status).toBe(413);
    expect((await ask('POST', '/v1/packets', body, { 'content-length': 'ten' })).status).toBe(413);
  });

  it.each([{}, { 'content-length': '20' }])(
    'does not call it a failure of its own that a body ends early (%j)',
    async (length) => {
      const onFailure = vi.fn();
      const { gateway } = gatewayFixture({ onFailure });
      const body = new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode('{"problem')),
        pull: (controller) => controller.error(new Error('gone')),
      });
      const headers = { 'content-type': 'application/json', ...length };
      const init = { method: 'POST', body, headers, duplex: 'half' } as const;
      const response = await gateway(new Request('http://localhost/v1/query', init));
      expect(response.status).toBe(408);
      expect(await response.json()).toMatchObject({ code: 'ABORTED' });
      expect(onFailure).not.toHaveBeenCalled();
    },
  );

  it('refuses more requests at once than it may serve, says when to come back, and serves the next', async () => {
    const waiting = Promise.withResolvers<undefined>();
    const { ask } = gatewayFixture({ maxConcurrent: 2, gate: () => waiting.promise });
    const served = ['ann', 'bob'].map((voter) => ask('POST', '/v1/packets', outcome, { 'qis-voter': voter }));
    const refused = await ask('GET', '/v1/stats');
    expect(refused).toMatchObject({ status: 503, json: { code: 'OVERLOADED', retryable: true } });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await ask('GET', '/healthz')).status).toBe(200);
    waiting.resolve(undefined);
    expect((await Promise.all(served)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await ask('GET', '/v1/stats')).status).toBe(200);
  });

  it('leaves half of the places to others, whatever one sends', async () => {
    const waiting = Promise.withResolvers<undefined>();
    const { ask } = gatewayFixture({ maxConcurrent: 4, gate: () => waiting.promise });
    const deposit = (voter: string): ReturnType<typeof ask> =>
      ask('POST', '/v1/packets', outcome, { 'qis-voter': voter });
    const served = [deposit('ann'), deposit('ann')];
    expect(await deposit('ann')).toMatchObject({ status: 503, json: { code: 'OVERLOADED' } });
    expect((await ask('GET', '/v1/stats', undefined, { 'qis-voter': 'bob' })).status).toBe(200);
    waiting.resolve(undefined);
    expect((await Promise.all(served)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await deposit('ann')).status).toBe(200);
  });

  it.each([
    ['/v1/query', { ...asked, domain_filter: Array.from({ length: 201 }, String) }, 'domain_filter'],
    ['/v1/query', { ...asked, outcome_types: Array.from({ length: 5 }, () => 'open') }, 'outcome_types'],
    [
      '/v1/records/scan',
      { limit: 1, filter: { now: NOW, domain_tags: Array.from({ length: 201 }, String) } },
      'filter.domain_tags',
    ],
    ['/v1/records/search', { text: 'a', limit: 1_001, with_vectors: true, filter: { now: NOW } }, 'limit'],
  ])('bounds what one question may ask for: %s', async (path, body, field) => {
    const { ask } = gatewayFixture();
    expect(await ask('POST', path, body)).toMatchObject({
      status: 400,
      json: { code: 'INVALID_QUERY', field },
    });
  });

  it('passes on when somebody who sent too much may come back', async () => {
    const denial = { status: 429, reason: 'Send less.', retryAfter: 7 } as const;
    const { ask } = gatewayFixture({ authenticate: () => denial });
    const refused = await ask('GET', '/v1/stats');
    expect(refused).toMatchObject({
      status: 429,
      json: { code: 'RATE_LIMITED', title: 'Too Many Requests', detail: 'Send less.', retryable: true },
    });
    expect(refused.headers.get('retry-after')).toBe('7');
  });

  it('says nothing of a failure that is not ours, and tells whoever listens', async () => {
    const onFailure = vi.fn();
    const failure = new Error('secret in a stack');
    const { ask } = gatewayFixture({ gate: () => Promise.reject(failure), onFailure });
    const { status, json } = await ask('POST', '/v1/packets', outcome);
    expect(status).toBe(500);
    expect(JSON.stringify(json)).not.toContain('secret');
    expect(onFailure.mock.calls).toEqual([[failure, expect.any(Request)]]);
  });

  it('is healthy whatever its store does, and ready when that opens; why not is for its log', async () => {
    const onFailure = vi.fn();
    const { ask, router } = gatewayFixture({ onFailure });
    expect((await ask('GET', '/readyz')).status).toBe(200);
    await router.close();
    expect((await ask('GET', '/healthz')).status).toBe(200);
    expect(await ask('GET', '/readyz')).toMatchObject({
      status: 503,
      json: { code: 'STORE_UNAVAILABLE', retryable: true },
    });
    expect(onFailure.mock.calls).toMatchObject([[{ cause: { code: 'CLOSED' } }, { method: 'GET' }]]);
  });

  it('describes itself, bodies by the schemas that read them', async () => {
    const { ask } = gatewayFixture();
    const { json } = await ask('GET', '/openapi.json');
    expect(json).toMatchObject({
      openapi: '3.1.0',
      paths: {
        '/v1/query': {
          post: {
            requestBody: {
              content: {
                'application/json': {
                  schema: {
                    required: ['problem_description'],
                    additionalProperties: false,
                    properties: { top_k: { type: 'integer', minimum: 1, maximum: 100 } },
                  },
                },
              },
            },
          },
        },
      },
    });
    expect(JSON.stringify(json)).not.toContain('$schema');
  });

  it('knows nothing at other paths', async () => {
    const { ask } = gatewayFixture();
    expect(await ask('GET', '/v2/packets')).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
  });
});
