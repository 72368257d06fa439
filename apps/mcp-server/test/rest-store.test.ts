import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { StaticEmbedder } from '@qis/embeddings/static';
import { expect, it, onTestFinished, vi } from 'vitest';
import { outcome } from './fixture.ts';
import { fillStore, idOf, NOW, readStore, record, records } from './records.ts';
import { runProgram } from './run-program.ts';
import { SOURCE, SpawnedServer, temporaryFolder } from './spawned.ts';
import { gatewayOver } from './spawned-gateway.ts';

const { problem_description } = outcome;

it('what one server process deposits through a gateway, the next query of another finds, without a model', async () => {
  const { url, server } = await gatewayOver(join(temporaryFolder(), 'team.db'));
  const env = { QIS_TRANSPORT: url };
  const [one, other] = [new SpawnedServer(SOURCE, env), new SpawnedServer(SOURCE, env)];
  await Promise.all([one.initialize(), other.initialize()]);
  const { result: deposited } = await one.call('deposit', outcome);
  const { result } = await other.call('query', { problem_description });
  expect(result?.structuredContent?.hits).toMatchObject([{ id: deposited?.structuredContent?.id }]);
  for (const each of [one, other]) {
    each.process.stdin.end();
    expect(await each.exited).toBe(0);
    expect(each.stderr).toBe('');
  }
  server.process.kill('SIGTERM');
  expect(await server.exited).toBe(0);
  const lines = server.stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { level: string; message: string; status?: number });
  expect(lines[0]).toMatchObject({
    level: 'info',
    message: `Serving collection qis_outcome_packets at ${url}`,
  });
  expect(lines.filter(({ level, status = 200 }) => level !== 'info' || status !== 200)).toEqual([]);
  expect(lines.at(-1)).toMatchObject({ message: 'Ended' });
});

it('agents without anything of ours deposit and query, each as the voter that it names', async () => {
  const { url } = await gatewayOver(join(temporaryFolder(), 'team.db'), '--collection', 'team');
  const post = async (path: string, body: object): Promise<Response> =>
    fetch(`${url}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'qis-voter': 'ann' },
      body: JSON.stringify(body),
    });
  const deposited = await (await post('packets', outcome)).json();
  expect(deposited).toEqual({
    id: expect.any(String),
    expires_at: expect.toSatisfy((at) => at > NOW + 2_500_000),
  });
  expect((await post('packets', { ...outcome, agent_id: 'bob#1' })).status).toBe(403);
  expect(await (await post('query', { problem_description })).json()).toMatchObject({
    hits: [{ voter: 'ann' }],
  });
  expect((await fetch(`${url}/stats?collection=other`)).status).toBe(404);
});

it('takes packets from a file and gives them back as they were, expired ones too', async () => {
  const [served, from, to] = ['served.db', 'from.db', 'to.db'].map((name) =>
    join(temporaryFolder(), name),
  ) as [string, string, string];
  const embedder = new StaticEmbedder();
  const { fingerprint } = await embedder.open();
  const all = [...records(300), record(9_000, { ttl: 1 })];
  const vectors = await embedder.embed(all.map(({ packet }) => packet.problem_description));
  const embedded = all.map((each, i) => ({ ...each, vector: vectors[i] ?? new Float32Array() }));
  await fillStore(from, embedded, fingerprint);
  const { url } = await gatewayOver(served);
  const there = await runProgram(['copy', '--from', `sqlite:${from}`, '--to', url]);
  expect(there).toMatchObject({ code: 0, stderr: '' });
  expect(there.stdout).toContain('301 read: 301 written');
  expect(there.stdout).toContain('Verified: the rest store counts 300 live packets, 300 are expected.');
  const back = await runProgram(['copy', '--from', url, '--to', `sqlite:${to}`]);
  expect(back).toMatchObject({ code: 0, stderr: '' });
  const [before, after] = [await readStore(from), await readStore(to)];
  const bare = ({ records: found }: typeof before): unknown => found.map(({ vector: _, ...rest }) => rest);
  expect(bare(after)).toEqual(bare(before));
  expect(after.fingerprint).toEqual(before.fingerprint);
});

it('can be looked at, looked over, and rid of packets', async () => {
  const path = join(temporaryFolder(), 'served.db');
  const { fingerprint } = await new StaticEmbedder().open();
  const vector = Float32Array.from({ length: fingerprint.dimensions }, (_, i) => (i === 0 ? 1 : 0));
  await fillStore(
    path,
    [1, 2].map((n) => ({ ...record(n), vector })),
    fingerprint,
  );
  const { url } = await gatewayOver(path);
  const stats = await runProgram(['stats', '--transport', url]);
  expect(stats).toMatchObject({ code: 0, stdout: expect.stringMatching(/^packets +2 live$/m) });
  expect(stats.stdout).toMatch(/^fingerprint +qis-static/m);
  const removed = await runProgram(['remove', '--transport', url, idOf(1), idOf(9)]);
  expect(removed).toMatchObject({ code: 0, stdout: `removed  ${idOf(1)}\nnot there  ${idOf(9)}\n` });
  const doctor = await runProgram(['doctor', '--transport', url]);
  expect(doctor).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^ok +store +It answers: 1 live packets/),
  });
  expect(doctor.stdout).not.toContain('embedder');
  const named = await runProgram(['doctor', '--transport', url, '--embedder', 'static']);
  expect(named.stdout).toMatch(/^ok +embedder +static is the model/m);
  expect(await runProgram(['stats', '--transport', `${url}?collection=other`])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('STORE_MISSING'),
  });
});

it('told to end, it finishes what it has accepted, takes nothing new, and ends', async () => {
  const path = join(temporaryFolder(), 'served.db');
  const { url, server } = await gatewayOver(path);
  const body = JSON.stringify(outcome);
  const headers = {
    'content-type': 'application/json',
    'content-length': body.length,
    expect: '100-continue',
  };
  const accepted = request(`${url}/packets`, {
    method: 'POST',
    headers,
    agent: new Agent({ keepAlive: true }),
  });
  const answered = once(accepted, 'response') as Promise<[IncomingMessage]>;
  accepted.flushHeaders();
  await once(accepted, 'continue');
  server.process.kill('SIGTERM');
  await vi.waitUntil(() =>
    fetch(`${url}/stats`).then(
      () => false,
      () => true,
    ),
  );
  accepted.end(body);
  const [response] = await answered;
  response.resume();
  expect(response.statusCode).toBe(200);
  expect(await server.exited).toBe(0);
  expect((await readStore(path)).records).toMatchObject([
    { packet: { delta_summary: outcome.delta_summary } },
  ]);
});

it('the token comes from QIS_REST_TOKEN, and is said to nobody', async () => {
  const seen: (string | undefined)[] = [];
  const refusing = createServer((asked, response) => {
    seen.push(asked.headers.authorization);
    response.writeHead(401).end('hunter2');
  });
  await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void refusing.close());
  const { port } = refusing.address() as AddressInfo;
  const env = {
    QIS_TRANSPORT: `http://127.0.0.1:${port}/v1`,
    QIS_REST_TOKEN: 'hunter2',
    QIS_LOG_LEVEL: 'debug',
  };
  const server = new SpawnedServer(SOURCE, env);
  await server.initialize();
  expect(await server.call('deposit', outcome)).toMatchObject({ result: { isError: true } });
  expect(seen[0]).toBe('Bearer hunter2');
  expect(server.stderr).toContain('The gateway refuses the credentials');
  expect(server.stdout + server.stderr).not.toContain('hunter2');
});

it.each([
  [['--port', '65536'], '--port must be a port, 0 to 65535'],
  [['--port', '-1'], '--port'],
  [['--host', '0.0.0.0'], '--host lets other machines connect, and that needs tokens. Make a token'],
  [
    ['--allowed-host', 'qis.example'],
    '--allowed-host is for others than this machine, and that needs tokens',
  ],
  [['--transport', 'https://gateway.example'], '--transport does not end in /v1'],
])('serve %j is refused', async (flags, message) => {
  const { code, stderr } = await runProgram(['serve', ...flags]);
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
});

it('serve says so where its port is taken', async () => {
  const path = join(temporaryFolder(), 'team.db');
  const { url } = await gatewayOver(path);
  const { code, stderr } = await runProgram([
    'serve',
    '--port',
    new URL(url).port,
    '--transport',
    `sqlite:${path}`,
  ]);
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('EADDRINUSE') });
});
