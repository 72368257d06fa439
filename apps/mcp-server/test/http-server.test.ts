import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { parseTokens, printTokens } from '../src/tokens/parse-tokens.ts';
import { mintToken } from '../src/tokens/token.ts';
import { outcome } from './fixture.ts';
import { runProgram } from './run-program.ts';
import { SOURCE, SpawnedServer, temporaryFolder } from './spawned.ts';
import { type Gateway, gatewayOver } from './spawned-gateway.ts';

const { problem_description } = outcome;

interface Team extends Gateway {
  readonly file: string;
  /** Runs `qis-mcp token`, and returns what it printed. */
  token(...args: readonly string[]): Promise<string>;
  /** The status of a request with a token, and what came with it. */
  ask(
    token: string,
    path: string,
    body?: object,
  ): Promise<{ readonly status: number; readonly json: unknown }>;
  /** Has the server read the file again, and waits until it has. */
  reload(): Promise<void>;
}

/** A server with tokens over a file of its own. Nothing that anybody says may hold a token. */
async function team(...flags: readonly string[]): Promise<Team> {
  const folder = temporaryFolder();
  const file = join(folder, 'tokens.json');
  const said: string[] = [];
  const secrets: string[] = [];
  const token = async (action: string, ...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await runProgram(['token', action, '--tokens', file, ...args]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    said.push(stderr);
    if (action === 'new') secrets.push(stdout.trim());
    return stdout.trim();
  };
  await token('new', '--name', 'first');
  const gateway = await gatewayOver(join(folder, 'team.db'), '--tokens', file, ...flags);
  const { url, server } = gateway;
  onTestFinished(() => {
    const all = [...said, server.stderr, server.stdout].join('\n');
    for (const secret of secrets) expect(all).not.toContain(secret);
  });
  return {
    ...gateway,
    file,
    token: (...args) => token(...(args as [string])),
    ask: async (bearer, path, body) => {
      const response = await fetch(`${url}/${path}`, {
        method: body ? 'POST' : 'GET',
        headers: { authorization: `Bearer ${bearer}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      said.push(text);
      return { status: response.status, json: JSON.parse(text) };
    },
    reload: async () => {
      const told = server.stderr.length;
      server.process.kill('SIGHUP');
      await vi.waitUntil(() => /The token file is .*\n/.test(server.stderr.slice(told)), { timeout: 10_000 });
    },
  };
}

it('lets in whoever has a token, each as its own voter, and nobody else', async () => {
  const { url, token, ask, server } = await team();
  const [ann, bob] = [await token('new', '--name', 'ann'), await token('new', '--name', 'bob')];
  expect((await ask(ann, 'stats')).status).toBe(401);
  server.process.kill('SIGHUP');
  await vi.waitUntil(() => server.stderr.includes('The token file is read again: 3 tokens'));
  expect((await ask(ann, 'packets', outcome)).status).toBe(200);
  expect(await ask(bob, 'query', { problem_description })).toMatchObject({
    json: { hits: [{ voter: 'ann' }] },
  });
  expect((await ask(bob, 'packets', { ...outcome, agent_id: 'ann#1' })).status).toBe(403);
  expect((await fetch(`${url}/stats`)).status).toBe(401);
  expect((await ask(mintToken(), 'stats')).status).toBe(401);
  expect(server.stderr).toContain(
    `Serving collection qis_outcome_packets at ${url}, to whoever has a token"`,
  );
});

it('on SIGHUP a revoked token is refused, a new one let in, and a bad file changes nothing', async () => {
  const { file, token, ask, reload, server } = await team();
  const ann = await token('new', '--name', 'ann');
  await reload();
  expect((await ask(ann, 'stats')).status).toBe(200);

  writeFileSync(file, readFileSync(file, 'utf8').replace('"query"', '"quern"'));
  await reload();
  expect(server.stderr).toContain(
    'The token file is not read again, and what it said before still holds. The token file: tokens[0] (first).scopes.1 must be one of',
  );
  expect((await ask(ann, 'stats')).status).toBe(200);

  writeFileSync(file, readFileSync(file, 'utf8').replace('"quern"', '"query"'));
  await token('revoke', 'ann');
  expect((await ask(ann, 'stats')).status).toBe(200);
  await reload();
  expect(await ask(ann, 'stats')).toMatchObject({
    status: 401,
    json: { code: 'UNAUTHENTICATED', detail: expect.stringContaining('The token ann was revoked') },
  });
  server.process.kill('SIGTERM');
  expect(await server.exited).toBe(0);
});

it('a token is refused from the moment on at which it ends, without being told to look', async () => {
  const { file, token, ask, reload } = await team();
  const ann = await token('new', '--name', 'ann');
  await reload();
  const expires = new Date(Date.now() + 1_500).toISOString();
  const entries = parseTokens(readFileSync(file, 'utf8'));
  writeFileSync(
    file,
    printTokens(entries.map((each) => (each.name === 'ann' ? { ...each, expires } : each))),
  );
  await reload();
  expect((await ask(ann, 'stats')).status).toBe(200);
  await vi.waitUntil(async () => (await ask(ann, 'stats')).status === 401, { timeout: 10_000 });
  expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expires));
});

it('several collections stand behind one server, the first for requests that name none', async () => {
  const { token, ask, reload } = await team('--collection', 'team,other');
  const ann = await token('new', '--name', 'ann');
  const guest = await token('new', '--name', 'guest', '--collections', 'other');
  await reload();
  const packets = async (of: string): Promise<unknown> => (await ask(ann, `stats?collection=${of}`)).json;
  expect((await ask(ann, 'packets', outcome)).status).toBe(200);
  expect((await ask(guest, 'packets?collection=other', outcome)).status).toBe(200);
  expect((await ask(ann, 'packets?collection=other', outcome)).status).toBe(200);
  expect(await packets('team')).toMatchObject({ packets: 1 });
  expect(await packets('other')).toMatchObject({ packets: 2 });
  expect(await packets('third')).toMatchObject({ code: 'STORE_MISSING' });
  expect((await ask(guest, 'stats')).status).toBe(403);
});

it('other names and web pages of other hosts are refused over a socket, too, unless they are allowed', async () => {
  const { url, token, reload } = await team('--allowed-host', 'qis.example');
  const ann = await token('new', '--name', 'ann');
  await reload();
  const statusOf = async (headers: Readonly<Record<string, string>>): Promise<unknown> => {
    const sent = request(`${url}/stats`, { headers: { authorization: `Bearer ${ann}`, ...headers } });
    const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
    sent.end();
    const [response] = await answered;
    response.resume();
    return response.statusCode;
  };
  expect(await statusOf({})).toBe(200);
  expect(await statusOf({ host: 'qis.example', origin: 'https://qis.example' })).toBe(200);
  expect(await statusOf({ host: 'rebound.example' })).toBe(403);
  expect(await statusOf({ host: `rebound.example:${new URL(url).port}` })).toBe(403);
  expect(await statusOf({ origin: 'https://page.example' })).toBe(403);
});

it('whoever sends too much is told when to come back', async () => {
  const { token, ask, reload } = await team('--rate', '0.05');
  const ann = await token('new', '--name', 'ann');
  await reload();
  expect((await ask(ann, 'stats')).status).toBe(200);
  expect(await ask(ann, 'stats')).toMatchObject({ status: 429, json: { code: 'RATE_LIMITED' } });
});

it('a host elsewhere deposits by its token, as the voter that it is bound to', async () => {
  const { url, token, reload, ask } = await team();
  const ann = await token('new', '--name', 'ann');
  await reload();
  const host = new SpawnedServer(SOURCE, { QIS_TRANSPORT: url, QIS_REST_TOKEN: ann });
  await host.initialize();
  const { result } = await host.call('deposit', outcome);
  expect(result).not.toHaveProperty('isError');
  const { json } = await ask(ann, `packets/${result?.structuredContent?.id}`);
  expect(json).toMatchObject({
    voter: 'ann',
    packet: { agent_id: expect.stringMatching(/^ann#[0-9a-f]{6}$/) },
  });
  expect(host.stdout + host.stderr).not.toContain(ann);
});

it('a host whose token is refused is told why, and what to do', async () => {
  const { url, token, reload } = await team();
  const ann = await token('new', '--name', 'ann');
  const env = { QIS_TRANSPORT: url, QIS_REST_TOKEN: ann };
  const deposited = async (more: NodeJS.ProcessEnv): Promise<string> => {
    const host = new SpawnedServer(SOURCE, { ...env, ...more });
    await host.initialize();
    const { result } = await host.call('deposit', outcome);
    expect(result?.isError).toBe(true);
    expect(host.stdout + host.stderr).not.toContain(ann);
    return host.stderr;
  };
  expect(await deposited({})).toContain('This server does not know the token');
  await reload();
  expect(await deposited({ QIS_AGENT_ID: 'bob' })).toContain('names another voter than these credentials');
  await token('revoke', 'ann');
  await reload();
  expect(await deposited({})).toContain(
    'The token ann was revoked: ask whoever runs the server for another.',
  );
});

it.skipIf(process.platform === 'win32')('a token file that others may write is refused', async () => {
  const { file } = await team();
  chmodSync(file, 0o660);
  expect(
    await runProgram(['serve', '--port', '0', '--transport', 'memory:', '--tokens', file]),
  ).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('others than its owner may write it (mode 660)'),
  });
});

it('another bind than loopback without tokens is refused, and so is a token file that is not there', async () => {
  expect(await runProgram(['serve', '--port', '0', '--host', '0.0.0.0'])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('--host lets other machines connect, and that needs tokens'),
  });
  const missing = join(temporaryFolder(), 'tokens.json');
  expect(await runProgram(['serve', '--port', '0', '--tokens', missing])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--tokens: The file, or its folder, is not there.'),
  });
});

/** What comes back for bytes that no client would send. */
async function raw(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1').setEncoding('utf8');
  let answer = '';
  socket.on('data', (chunk: string) => (answer += chunk));
  socket.end(bytes);
  await once(socket, 'close');
  return answer;
}

it('what is no URL, or has credentials in it, is refused, logged and done with', async () => {
  const { url, server } = await gatewayOver(join(temporaryFolder(), 'team.db'));
  const close = 'connection: close\r\n\r\n';
  for (const request of [
    `GET /v1/stats HTTP/1.1\r\nhost: 1.2.3.4.5\r\n${close}`,
    `POST http://u:p@127.0.0.1/v1/query HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
  ]) {
    expect(await raw(url, request)).toMatch(/^HTTP\/1\.1 400 /);
  }
  const metrics = await (await fetch(url.replace(/v1$/, 'metrics'))).text();
  expect(metrics).toMatch(/^qis_http_requests_in_flight 1$/m);
  await expect.poll(() => server.stderr.match(/"status":400/g)).toHaveLength(2);
});

it.skipIf(process.platform !== 'linux')(
  'a log that cannot be written ends nobody (tried with /dev/full: skipped elsewhere than on Linux)',
  async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    const store = join(temporaryFolder(), 'team.db');
    const args = [...SOURCE, 'serve', '--port', String(port), '--transport', `sqlite:${store}`];
    const full = openSync('/dev/full', 'w');
    const server = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', full] });
    onTestFinished(() => {
      server.kill('SIGKILL');
      closeSync(full);
    });
    const status = async (): Promise<number | undefined> =>
      (await fetch(`http://127.0.0.1:${port}/v1/stats`).catch(() => undefined))?.status;
    await expect.poll(status, { timeout: 20_000 }).toBe(200);
    for (let n = 0; n < 20; n++) expect(await status()).toBe(200);
    server.kill('SIGTERM');
    expect(await once(server, 'exit')).toEqual([0, null]);
  },
);
