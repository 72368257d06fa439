import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as StdioClientTransportV1 } from '@modelcontextprotocol/sdk/client/stdio.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { call } from './connect.ts';
import { outcome } from './fixture.ts';
import { SOURCE, SpawnedServer, temporaryFolder, timed } from './spawned.ts';

const MOST_TO_EXIT = 2_000;
const problem_description = outcome.problem_description;

const script = (url: URL): readonly string[] => [
  '--conditions=@qis/source',
  fileURLToPath(url),
  '--transport=memory:', // the store that these change
];
const HANGING = script(new URL('./hanging-store.ts', import.meta.url));
const FAULTY = script(new URL('./faulty-store.ts', import.meta.url));
const spawnOptions = () => ({
  command: process.execPath,
  args: [...SOURCE],
  env: { PATH: process.env.PATH ?? '', XDG_DATA_HOME: temporaryFolder() },
});

describe('over stdio', () => {
  it.each([
    ['2025', 'legacy'],
    ['2026', { pin: '2026-07-28' }],
  ] as const)('serves the client of SDK v2 in its %s era', async (_era, mode) => {
    const client = new Client({ name: 'v2', version: '1' }, { versionNegotiation: { mode } });
    onTestFinished(() => client.close());
    await client.connect(new StdioClientTransport(spawnOptions()));
    expect((await client.listTools()).tools).toHaveLength(3);
    expect((await call(client, 'deposit', outcome)).content).toMatchObject({ expires_in: '30d' });
    expect((await call(client, 'query', { problem_description })).content).toMatchObject({ hits: [] });
    expect((await call(client, 'query', {})).isError).toBe(true);
  });

  it('serves the client of SDK v1', async () => {
    const client = new ClientV1({ name: 'v1', version: '1' });
    onTestFinished(() => client.close());
    await client.connect(new StdioClientTransportV1(spawnOptions()));
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual([
      'query',
      'deposit',
      'synthesize',
    ]);
    const deposited = await client.callTool({ name: 'deposit', arguments: outcome });
    expect(deposited.structuredContent).toMatchObject({ expires_in: '30d' });
    const answer = await client.callTool({ name: 'synthesize', arguments: { problem_description } });
    expect(answer.structuredContent).toMatchObject({ claims: [], next: expect.any(String) });
    expect(await client.callTool({ name: 'deposit', arguments: {} })).toMatchObject({ isError: true });
  });

  it('says nothing but protocol, whatever it is sent', async () => {
    const server = new SpawnedServer(SOURCE, { QIS_LOG_LEVEL: 'debug' });
    server.write('not json\n{"jsonrpc":"2.0"}\n[]\n"text"\n\n{"id":1}\n');
    await server.initialize();
    server.write('{"jsonrpc":"2.0","id":900,"method":"no/such/method"}\n');
    server.write(
      '{"jsonrpc":"2.0","id":901,"method":"tools/call","params":{"name":"deposit","arguments":[1]}}\n',
    );
    server.write('{"jsonrpc":"2.0","id":902,"method":"tools/call"}\n');
    expect(await server.answer(900)).toMatchObject({ error: { code: -32_601 } });
    expect(await server.answer(901)).toMatchObject({ error: { code: -32_602 } });
    expect(await server.answer(902)).toMatchObject({ error: { code: -32_602 } });
    expect(await server.call('deposit', { ...outcome, ttl: 'x' })).toMatchObject({
      result: { isError: true },
    });
    expect((await server.call('deposit', outcome)).result?.isError).toBeUndefined();
    server.process.stdin.end();
    expect(await server.exited).toBe(0);
    expect(server.stdout.endsWith('\n')).toBe(true);
    expect(server.messages().length).toBe(6);
  });

  it('keeps what a dependency prints out of the protocol, and ends while a call is under way', async () => {
    const server = new SpawnedServer(HANGING);
    await server.initialize();
    server.request('tools/call', { name: 'query', arguments: { problem_description } });
    while (!server.stderr.includes('twice'))
      await new Promise((resolve) => server.process.stderr.once('data', resolve));
    server.process.stdin.end();
    expect(await timed(server.exited)).toBeLessThan(MOST_TO_EXIT);
    expect(await server.exited).toBe(0);
    expect(server.stderr).toContain('a dependency says hello');
    expect(server.messages()).toHaveLength(1);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends on %s', async (signal) => {
    const server = new SpawnedServer(SOURCE);
    await server.initialize();
    server.process.kill(signal);
    expect(await timed(server.exited)).toBeLessThan(MOST_TO_EXIT);
    expect(await server.exited).toBe(0);
  });

  it('ends when nobody reads its stdout any more', async () => {
    const server = new SpawnedServer(SOURCE);
    await server.initialize();
    server.process.stdout.destroy();
    for (let i = 0; i < 3; i++) server.request('tools/list');
    expect(await timed(server.exited)).toBeLessThan(MOST_TO_EXIT);
    expect(await server.exited).toBe(0);
  });

  it('ends when stdin is closed before anything was said', async () => {
    const server = new SpawnedServer(SOURCE);
    server.process.stdin.end();
    expect(await server.exited).toBe(0);
    expect(server.stdout).toBe('');
  });

  it('ends with an error, rather than hang, after a fault that nobody caught', async () => {
    const server = new SpawnedServer(FAULTY);
    await server.initialize();
    server.request('tools/call', { name: 'query', arguments: { problem_description } });
    expect(await server.exited).toBe(1);
    expect(server.stderr).toContain('This program has a fault and stops');
    expect(server.messages()).toHaveLength(1);
  });
});

describe('the log', () => {
  it('is JSON lines on stderr, and holds packet text at no level above debug', async () => {
    const server = new SpawnedServer(SOURCE, { QIS_LOG_LEVEL: 'info' });
    await server.initialize();
    await server.call('deposit', { ...outcome, delta_summary: 'canary\u202E' });
    await server.call('deposit', { ...outcome, delta_summary: 'canary' });
    server.process.stdin.end();
    await server.exited;
    const lines = server.stderr
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as object);
    expect(lines).toEqual([
      expect.objectContaining({ level: 'info', message: 'Serving on stdio', transport: 'sqlite:' }),
      expect.objectContaining({ level: 'info', code: 'INVALID_PACKET', field: 'delta_summary' }),
    ]);
    expect(server.stderr).not.toContain('canary');
  });
});

describe('the default agent id', () => {
  const voter = async (env: NodeJS.ProcessEnv): Promise<readonly [string, SpawnedServer]> => {
    const server = new SpawnedServer(SOURCE, env);
    await server.initialize('Claude Code');
    const first = await server.call('deposit', outcome);
    // The id of a packet hashes the voter: equal ids, equal voters.
    return [String(first.result?.structuredContent?.id), server];
  };

  it('has digits that processes share, even those that start at once, in files for the user alone', async () => {
    const folder = temporaryFolder();
    const ids = (await Promise.all(Array.from({ length: 4 }, () => voter({ XDG_DATA_HOME: folder })))).map(
      ([id]) => id,
    );
    expect(new Set(ids).size).toBe(1);
    expect(readdirSync(join(folder, 'qis'))).toEqual(expect.arrayContaining(['agent-digits', 'outcomes.db']));
    expect(statSync(join(folder, 'qis')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'qis', 'agent-digits')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, 'qis', 'agent-digits'), 'utf8')).toMatch(/^[0-9a-f]{6}\n$/);
  });

  it('differs between data folders', async () => {
    const [[one], [other]] = await Promise.all([voter({}), voter({})]);
    expect(one).not.toBe(other);
  });

  it('is of this process alone where the data folder cannot be used, which is said', async () => {
    const file = join(temporaryFolder(), 'a-file');
    writeFileSync(file, '');
    const [, server] = await voter({ XDG_DATA_HOME: file, QIS_TRANSPORT: 'memory:' });
    expect(server.stderr).toContain('No stable agent id');
    expect(server.stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('the command line', () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };

  it('prints the version', async () => {
    const server = new SpawnedServer([...SOURCE, '--version']);
    expect(await server.exited).toBe(0);
    expect(server.stdout).toBe(`${manifest.version}\n`);
  });

  it('refuses in one sentence what it does not know, without a word on stdout', async () => {
    const server = new SpawnedServer([...SOURCE, '--colection', 'x']);
    expect(await server.exited).toBe(2);
    expect(server.stdout).toBe('');
    expect(server.stderr).toBe('qis-mcp: --colection is no flag of qis-mcp. See qis-mcp --help.\n');
  });
});
