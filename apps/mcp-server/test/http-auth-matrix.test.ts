import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPacket, packetId } from '@qis/core';
import type { Scope } from '@qis/rest/gateway';
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createHttpLog } from '../src/http/http-log.ts';
import { createHttpService, type HttpService } from '../src/http/http-service.ts';
import { httpSettingsFrom } from '../src/http/http-settings.ts';
import { printTokens } from '../src/tokens/parse-tokens.ts';
import { hashToken, mintToken } from '../src/tokens/token.ts';
import { SCOPES, type TokenEntry } from '../src/tokens/token-entry.ts';
import { outcome } from './fixture.ts';

/** Everything that the server serves, with real tokens, asked for in every way that must come to nothing. */
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
const EIGHT_MIB = 8 * 1_024 * 1_024;
const OPEN_TO_ALL = ['/healthz', '/openapi.json', '/readyz'];

const packet = { ...outcome, agent_id: 'ann#1', timestamp: Date.now() / 1_000, ttl: 3_600 };
const annsId = packetId(createPacket(packet, packet.timestamp));
const ask = { problem_description: outcome.problem_description };
const filter = { now: packet.timestamp };

interface Sample {
  readonly body?: object;
  /** Whether it leaves or removes packets of a voter. */
  readonly ofVoter?: true;
}

/** For every operation, what somebody with its scope and the voter ann may send. */
const samples: Readonly<Record<string, Sample>> = {
  'POST /v1/packets': { body: packet, ofVoter: true },
  'GET /v1/packets/{id}': {},
  'DELETE /v1/packets/{id}': { ofVoter: true },
  'POST /v1/query': { body: ask },
  'POST /v1/synthesize': { body: ask },
  'GET /v1/stats': {},
  'POST /v1/records/open': { body: {} },
  'POST /v1/records/write': { body: { records: [{ packet }] }, ofVoter: true },
  'POST /v1/records/search': { body: { text: ask.problem_description, limit: 3, filter } },
  'POST /v1/records/scan': { body: { limit: 3, filter } },
  'POST /v1/records/get': { body: { ids: [annsId], ...filter } },
  'POST /v1/records/remove': { body: { ids: [annsId] }, ofVoter: true },
  'POST /v1/records/stats': { body: filter },
  'POST /v1/records/embed': { body: { texts: ['a'] } },
};

const secrets = new Map<string, string>();

/** An entry of the file, and its token in {@link secrets}. */
function entry(name: string, fields: Partial<TokenEntry> = {}): TokenEntry {
  const secret = mintToken();
  secrets.set(name, secret);
  const hash = hashToken(secret).toString('hex');
  const [created, expires] = ['2026-01-01T00:00:00Z', 'never'];
  return { name, hash, created, expires, scopes: SCOPES, collections: ['team'], voter: 'ann', ...fields };
}

const noAdmin = SCOPES.filter((scope) => scope !== 'admin');
const entries: readonly TokenEntry[] = [
  entry('ann', { scopes: noAdmin }),
  entry('bob', { scopes: noAdmin, voter: 'bob' }),
  entry('elsewhere', { collections: ['other'] }),
  entry('expired', { expires: '2026-01-02T00:00:00Z' }),
  entry('revoked', { revoked: '2026-01-02T00:00:00Z' }),
  ...SCOPES.map((scope) => entry(`all-but-${scope}`, { scopes: SCOPES.filter((each) => each !== scope) })),
];

const logged: string[] = [];
const folder = mkdtempSync(join(tmpdir(), 'qis-mcp-'));
const file = join(folder, 'tokens.json');
writeFileSync(file, printTokens(entries), { mode: 0o600 });

function serviceFor(values: Readonly<Record<string, string>> = {}): HttpService {
  const given = { transport: 'memory:', collection: 'team,other', tokens: file, ...values };
  const named = Object.entries(given).map(([name, value]) => [name, { value, source: `--${name}` }]);
  const settings = httpSettingsFrom(Object.fromEntries(named));
  return createHttpService(settings, createHttpLog('warn', { write: (line) => logged.push(line) }));
}

const service = serviceFor({ rate: '100000' });
const said: string[] = [];

interface Sent {
  readonly method: string;
  readonly path: string;
  /** The header `authorization`. Default ann's token. */
  readonly token?: string | undefined;
  readonly body?: string | undefined;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly to?: HttpService;
}

async function send(
  sent: Sent,
): Promise<{ readonly status: number; readonly text: string; readonly headers: Headers }> {
  const { method, path, body, host = '127.0.0.1:7341', headers, to = service } = sent;
  const authorization = 'token' in sent ? sent.token : bearer('ann');
  const request = new Request(`http://${host}${path}`, {
    method,
    headers: {
      ...(authorization && { authorization }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
  const response = await to.handle(request);
  const text = await response.text();
  said.push(text, JSON.stringify([...response.headers]));
  return { status: response.status, text, headers: response.headers };
}

const bearer = (name: string): string => `Bearer ${secrets.get(name)}`;

interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly scope: Scope | undefined;
  readonly sample: Sample | undefined;
}

interface Described {
  readonly security: readonly { readonly bearer: readonly Scope[] }[];
}

const document = JSON.parse((await send({ method: 'GET', path: '/openapi.json' })).text) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
};
const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, { security }]) => {
    const name = `${method.toUpperCase()} ${path}`;
    const scope = security[0]?.bearer[0];
    return {
      name,
      method: method.toUpperCase(),
      path: path.replace('{id}', annsId),
      scope,
      sample: samples[name],
    };
  }),
);
const guarded = operations.filter(({ scope }) => scope !== undefined);

/** Beside the document: tools have no scope of their own, but the door is the same. */
const list = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
const mcp = { name: 'POST /mcp', method: 'POST', path: '/mcp', scope: undefined, sample: { body: list } };
const isMcpServed = (await sendTo(mcp)).status !== 404;
const doors: readonly Operation[] = isMcpServed ? [...guarded, mcp] : guarded;

/** As it is sent by whoever may, but for this. */
function sendTo({ method, path, sample }: Operation, deviation: Partial<Sent> = {}): ReturnType<typeof send> {
  const body = sample?.body && JSON.stringify(sample.body);
  return send({ method, path, body, ...deviation });
}

async function contents(): Promise<string> {
  const body = JSON.stringify({ limit: 100, filter });
  const { status, text } = await send({ method: 'POST', path: '/v1/records/scan', body });
  expect(status).toBe(200);
  return text;
}

let before = '';
beforeEach(async () => {
  await send({ method: 'POST', path: '/v1/packets', body: JSON.stringify(packet) });
  before = await contents();
  expect(before).toContain(annsId);
});
afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true });
  expect(logged).toEqual([]);
});

async function expectRefused(sent: ReturnType<typeof send>, status: number): Promise<void> {
  const refused = await sent;
  expect(refused.status).toBe(status);
  expect(JSON.parse(refused.text)).toMatchObject({ status, code: expect.any(String) });
  expect(await contents()).toBe(before);
}

it('asks of every operation of the document', () => {
  expect(guarded.map(({ name }) => name).sort()).toEqual(Object.keys(samples).sort());
  const open = operations.filter(({ scope }) => !scope).map(({ path }) => path);
  expect(open.sort()).toEqual(OPEN_TO_ALL);
});

it.skipIf(!isMcpServed)('asks of /mcp, unless this version does not serve it', () => {
  expect(doors).toContain(mcp);
});

// Probes ask by address and have no token; what they are told is the same for everybody.
it.each(OPEN_TO_ALL)('%s is open to all', async (path) => {
  const sent = { method: 'GET', path, token: undefined, host: '10.0.0.7:7341' };
  expect((await send(sent)).status).toBe(200);
});

describe.each(doors)('$name', (operation) => {
  it.each([
    ['no token', undefined],
    ['a token without Bearer', secrets.get('ann')],
    ['an empty token', 'Bearer '],
    ['a malformed token', `${bearer('ann')}=`],
    ['an unknown token', `Bearer ${mintToken()}`],
    ['the hash of a token', `Bearer ${entries[0]?.hash}`],
    ['an expired token', bearer('expired')],
    ['a revoked token', bearer('revoked')],
  ])('refuses %s', async (_, token) => {
    await expectRefused(sendTo(operation, { token }), 401);
  });

  it('refuses other hosts and web pages of other origins', async () => {
    await expectRefused(sendTo(operation, { host: 'rebound.example' }), 403);
    await expectRefused(sendTo(operation, { headers: { origin: 'https://page.example' } }), 403);
    await expectRefused(sendTo(operation, { headers: { origin: 'null' } }), 403);
  });
});

describe.each(guarded)('$name', (operation) => {
  it('is served to whoever may', async () => {
    expect((await sendTo(operation)).status).toBe(operation.method === 'DELETE' ? 204 : 200);
  });

  it('refuses a token with every scope but its own', async () => {
    await expectRefused(sendTo(operation, { token: bearer(`all-but-${operation.scope}`) }), 403);
  });

  it('refuses a token of another collection, and another collection to a token', async () => {
    await expectRefused(sendTo(operation, { token: bearer('elsewhere') }), 403);
    await expectRefused(sendTo(operation, { path: `${operation.path}?collection=other` }), 403);
    await expectRefused(sendTo(operation, { path: `${operation.path}?collection=none` }), 403);
  });
});

describe.each(guarded.filter(({ sample }) => sample?.ofVoter))('$name', (operation) => {
  it('refuses another voter', async () => {
    await expectRefused(sendTo(operation, { token: bearer('bob') }), 403);
    // The header by which voters are told apart where there are no tokens.
    await expectRefused(sendTo(operation, { token: bearer('bob'), headers: { 'qis-voter': 'ann' } }), 403);
  });
});

describe.each(doors.filter(({ sample }) => sample?.body))('$name', (operation) => {
  it('refuses a body that is too long', async () => {
    const body = JSON.stringify({ ...operation.sample?.body, padding: 'x'.repeat(EIGHT_MIB) });
    await expectRefused(sendTo(operation, { body }), 413);
  });
});

it('an outcome in a synthesis is a deposit: it needs that scope and that voter', async () => {
  const send = (name: string): ReturnType<typeof sendTo> => {
    const body = JSON.stringify({ ...ask, outcome: packet });
    return sendTo(named('POST /v1/synthesize'), { body, token: bearer(name) });
  };
  await expectRefused(send('bob'), 403);
  await expectRefused(send('all-but-deposit'), 403);
  expect((await send('ann')).status).toBe(200);
});

const everything = [...new Set([...operations, ...doors])];
describe.each([...new Set(everything.map(({ path }) => path))])('%s', (path) => {
  const served = everything.filter((operation) => operation.path === path).map(({ method }) => method);

  it.each(METHODS.filter((method) => !served.includes(method)))('refuses %s', async (method) => {
    await expectRefused(send({ method, path }), 405);
  });
});

it('who sends too much is refused with the time to come back, and the others are not', async () => {
  const to = serviceFor({ rate: '0.05' });
  onTestFinished(() => to.close());
  const answers = async (count: number, token: string): Promise<Awaited<ReturnType<typeof send>>[]> => {
    const all = [];
    for (let i = 0; i < count; i++) all.push(await sendTo(named('GET /v1/stats'), { to, token }));
    return all;
  };
  const ofAnn = await answers(2, bearer('ann'));
  expect(ofAnn.map(({ status }) => status)).toEqual([200, 429]);
  expect(JSON.parse(ofAnn[1]?.text ?? '')).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
  expect(ofAnn[1]?.headers.get('retry-after')).toMatch(/^(?:\d|1\d|20)$/);
  expect((await answers(1, bearer('bob'))).map(({ status }) => status)).toEqual([200]);
  const ofStrangers = await answers(2, `Bearer ${mintToken()}`);
  expect(ofStrangers.map(({ status }) => status)).toEqual([401, 429]);
});

it('no answer held a token or the hash of one', () => {
  const all = said.join();
  expect(all).toContain('The token expired has expired');
  for (const { hash } of entries) expect(all).not.toContain(hash);
  for (const secret of secrets.values()) expect(all).not.toContain(secret);
});

function named(name: string): Operation {
  const operation = operations.find((each) => each.name === name);
  if (operation) return operation;
  throw new Error(`The document has no ${name}.`);
}
