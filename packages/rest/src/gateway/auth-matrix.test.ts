import { describe, expect, it } from 'vitest';
import { type GatewayFixture, gatewayFixture, idOf, NOW, outcome } from '../../test/gateway-fixture.ts';
import { membersOf } from '../wire/record-json.ts';
import type { Principal, Scope } from './principal.ts';

const SCOPES: readonly Scope[] = ['deposit', 'query', 'records', 'admin'];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const MAX_BODY_BYTES = 4_096;

const annsId = idOf({ agent_id: 'ann#1' });
const ask = { problem_description: outcome.problem_description };
const filter = { now: NOW };

/** One request for every operation of the document, which somebody with all scopes and the voter ann may send. */
const samples: Readonly<Record<string, { readonly body?: object; readonly ofVoter?: true }>> = {
  postV1Packets: { body: { ...outcome, agent_id: 'ann#2' }, ofVoter: true },
  getV1PacketsId: {},
  deleteV1PacketsId: { ofVoter: true },
  postV1Query: { body: ask },
  postV1Synthesize: { body: { ...ask, outcome: { ...outcome, agent_id: 'ann#2' } }, ofVoter: true },
  getV1Stats: {},
  postV1RecordsOpen: { body: {} },
  postV1RecordsWrite: { body: { records: [{ packet: { ...outcome, agent_id: 'ann#2' } }] }, ofVoter: true },
  postV1RecordsSearch: { body: { text: ask.problem_description, limit: 3, filter } },
  postV1RecordsScan: { body: { limit: 3, filter } },
  postV1RecordsGet: { body: { ids: [annsId], ...filter } },
  postV1RecordsRemove: { body: { ids: [annsId] }, ofVoter: true },
  postV1RecordsStats: { body: filter },
  postV1RecordsEmbed: { body: { texts: ['a'] } },
};

interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** Absent: open to everybody. */
  readonly scope: Scope | undefined;
  readonly takesBody: boolean;
}

const document = (await gatewayFixture().ask('GET', '/openapi.json')).json;
const operations: readonly Operation[] = Object.entries(membersOf(document.paths)).flatMap(([path, item]) =>
  Object.entries(membersOf(item)).map(([method, operation]) => {
    const { operationId, security, requestBody } = membersOf(operation);
    const [demand] = Array.isArray(security) ? security : [];
    const { bearer } = membersOf(demand);
    const [scope] = Array.isArray(bearer) ? bearer : [];
    return {
      id: String(operationId),
      method: method.toUpperCase(),
      path: path.replace('{id}', annsId),
      scope: SCOPES.find((each) => each === scope),
      takesBody: requestBody !== undefined,
    };
  }),
);
const guarded = operations.filter(({ scope }) => scope !== undefined);
const writing = guarded.filter(({ id }) => samples[id]?.ofVoter);
const paths = [...new Set(operations.map(({ path }) => path))];

const ann: Principal = {
  name: 'ann-laptop',
  scopes: ['deposit', 'query', 'records'],
  collections: ['qis_outcome_packets'],
  voter: 'ann',
};

/** A gateway that knows one principal, by the token `known`, and holds a packet of ann's. */
async function gatewayFor(principal: Principal): Promise<GatewayFixture> {
  const fixture = gatewayFixture({
    maxBodyBytes: MAX_BODY_BYTES,
    authenticate: (request) =>
      request.headers.get('authorization') === 'Bearer known'
        ? principal
        : { status: 401, reason: 'Send a token that is known here.' },
  });
  await fixture.router.deposit({ ...outcome, agent_id: 'ann#1' });
  return fixture;
}

interface Deviation {
  readonly principal?: Principal;
  readonly token?: string | undefined;
  readonly query?: string;
  readonly body?: string;
  readonly type?: string;
}

/** What a request comes to that differs from a good one in this, and whether it changed the store. */
async function outcomeOf(
  operation: Operation,
  deviation: Deviation,
): Promise<{ status: number; changed: boolean }> {
  const { principal = ann, query = '', type } = deviation;
  const token = 'token' in deviation ? deviation.token : 'Bearer known';
  const { router, ask } = await gatewayFor(principal);
  const before = await contents(router);
  const body = operation.takesBody ? (deviation.body ?? samples[operation.id]?.body) : undefined;
  const headers = { ...(token && { authorization: token }), ...(type && { 'content-type': type }) };
  const { status, json } = await ask(operation.method, operation.path + query, body, headers);
  if (status >= 400)
    expect(json).toMatchObject({ status, code: expect.any(String), detail: expect.any(String) });
  return { status, changed: (await contents(router)) !== before };
}

async function contents(router: GatewayFixture['router']): Promise<string> {
  return JSON.stringify(
    await router.transport.scan({ limit: 100, filter: { ...filter, includeExpired: true } }),
  );
}

const refusedWith = (status: number): object => ({ status, changed: false });

describe.each(guarded)('$method $path', (operation) => {
  it('is served to whoever may', async () => {
    expect((await outcomeOf(operation, {})).status).toBe(operation.method === 'DELETE' ? 204 : 200);
  });

  it.each([
    ['no token', undefined],
    ['another token', 'Bearer other'],
    ['a malformed one', 'known'],
    ['an empty one', 'Bearer '],
  ])('refuses %s', async (_, token) => {
    expect(await outcomeOf(operation, { token })).toEqual(refusedWith(401));
  });

  it('refuses all scopes but its own', async () => {
    const principal = { ...ann, scopes: SCOPES.filter((scope) => scope !== operation.scope) };
    expect(await outcomeOf(operation, { principal })).toEqual(refusedWith(403));
  });

  it('refuses another collection', async () => {
    expect(await outcomeOf(operation, { query: '?collection=theirs' })).toEqual(refusedWith(403));
    const principal = { ...ann, collections: ['theirs'] };
    expect(await outcomeOf(operation, { principal })).toEqual(refusedWith(403));
  });
});

describe.each(guarded.filter(({ takesBody }) => takesBody))('the body of $method $path', (operation) => {
  it('may not be longer than the limit', async () => {
    const body = JSON.stringify({ padding: 'x'.repeat(MAX_BODY_BYTES) });
    expect(await outcomeOf(operation, { body })).toEqual(refusedWith(413));
  });

  it('must be declared as JSON, which web pages of others cannot', async () => {
    expect(await outcomeOf(operation, { type: 'text/plain' })).toEqual(refusedWith(415));
  });

  it.each(['', '{', 'null', '7', '"text"', '{"__proto__":1}', '{"unknown":1}'])(
    'may not be %j',
    async (body) => {
      expect(await outcomeOf(operation, { body })).toEqual(refusedWith(400));
    },
  );
});

describe.each(writing)('$method $path', (operation) => {
  it('refuses to act for another voter', async () => {
    expect(await outcomeOf(operation, { principal: { ...ann, voter: 'bob' } })).toEqual(refusedWith(403));
  });
});

it('refuses an outcome in a synthesis to whoever may only ask', async () => {
  const operation = guarded.find(({ id }) => id === 'postV1Synthesize');
  if (!operation) throw new Error('The document has no synthesis.');
  const principal = { ...ann, scopes: ['query'] } as const;
  expect(await outcomeOf(operation, { principal })).toEqual(refusedWith(403));
  expect(await outcomeOf(operation, { principal, body: JSON.stringify(ask) })).toEqual({
    status: 200,
    changed: false,
  });
});

describe.each(paths)('%s', (path) => {
  const served = operations.filter((operation) => operation.path === path).map(({ method }) => method);

  it.each(METHODS.filter((method) => !served.includes(method)))('refuses %s', async (method) => {
    const { ask } = await gatewayFor(ann);
    const { status, headers } = await ask(method, path, undefined, { authorization: 'Bearer known' });
    expect({ status, allow: headers.get('allow') }).toEqual({ status: 405, allow: served.join(', ') });
  });
});

it('is asked of every operation, and only health and the document are open to everybody', () => {
  expect(guarded.map(({ id }) => id).sort()).toEqual(Object.keys(samples).sort());
  expect(
    operations
      .filter(({ scope }) => !scope)
      .map(({ path }) => path)
      .sort(),
  ).toEqual(['/healthz', '/openapi.json', '/readyz']);
});
