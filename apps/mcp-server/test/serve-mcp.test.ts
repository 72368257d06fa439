// `qis-mcp serve` in a process of its own, and everybody who may come to its one port.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { outcome } from './fixture.ts';
import { firstSdk, langChain, secondSdk } from './http-clients.ts';
import { runProgram } from './run-program.ts';
import { SOURCE, SpawnedServer, temporaryFolder, timed } from './spawned.ts';

const { problem_description } = outcome;

interface Serving {
  readonly url: string;
  readonly store: string;
  readonly server: SpawnedServer;
}

/** Over a file, at a port that is free; the address without a path. */
async function serving(): Promise<Serving> {
  const store = `sqlite:${join(temporaryFolder(), 'team.db')}`;
  const server = new SpawnedServer([...SOURCE, 'serve', '--port', '0', '--transport', store]);
  for (;;) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(server.stderr)?.[0];
    if (url) return { url, store, server };
    const next = new Promise((resolve) => server.process.stderr.once('data', () => resolve('data')));
    if ((await Promise.race([next, server.exited])) !== 'data') throw new Error(`It ended: ${server.stderr}`);
  }
}

interface Answer {
  readonly hits?: readonly object[];
}

async function v1(url: string, path: string, body: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json', 'qis-voter': 'rest' };
  const response = await fetch(`${url}/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await response.json()) as Answer;
}

it('what one deposits, all others find: over /mcp in both eras, over /v1, and on stdio through the gateway', async () => {
  const { url, server } = await serving();
  const [first, second, agents] = [
    await firstSdk(`${url}/mcp`, { 'qis-voter': 'first' }),
    await secondSdk('2026')(`${url}/mcp`, { 'qis-voter': 'second' }),
    await langChain(`${url}/mcp`, { 'qis-voter': 'agents' }),
  ];
  const stdio = new SpawnedServer([...SOURCE, '--transport', `${url}/v1`]);
  await stdio.initialize();

  const ids: unknown[] = [];
  for (const client of [first, second, agents]) {
    const { content } = await client.call('deposit', { ...outcome, delta_summary: `Remedy ${ids.length}` });
    ids.push(content?.id);
  }
  const deposited = await stdio.call('deposit', { ...outcome, delta_summary: 'Remedy of stdio' });
  ids.push(deposited.result?.structuredContent?.id);
  await v1(url, 'packets', { ...outcome, delta_summary: 'Remedy of REST' });

  const found = await v1(url, 'query', { problem_description });
  expect(found.hits).toHaveLength(5);
  expect(found.hits).toEqual(expect.arrayContaining(ids.map((id) => expect.objectContaining({ id }))));
  expect((await stdio.call('query', { problem_description })).result?.structuredContent?.hits).toHaveLength(
    4,
  );
  expect((await first.call('query', { problem_description })).content?.hits).toHaveLength(4);
  expect((await second.call('query', { problem_description })).content?.hits).toHaveLength(5);

  stdio.process.stdin.end();
  expect(await stdio.exited).toBe(0);
  server.process.kill('SIGTERM');
  expect(await server.exited).toBe(0);
});

it('told to end while a call is under way, it answers it, keeps what was deposited, and is gone soon', async () => {
  const { url, store, server } = await serving();
  const call = { name: 'deposit', arguments: outcome };
  // In the 2025 era the answer begins before the tool has run: the first call has yet to load the model and open the store.
  const response = await fetch(`${url}/mcp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: call }),
  });
  server.process.kill('SIGTERM');
  expect(await response.text()).toContain('"expires_in":"30d"');
  expect(await timed(server.exited)).toBeLessThan(3_000);
  expect(await server.exited).toBe(0);
  expect((await runProgram(['stats', '--transport', store])).stdout).toContain('1 live');
});
