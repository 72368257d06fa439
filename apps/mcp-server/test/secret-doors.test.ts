import { join } from 'node:path';
import type { OutcomeRouter } from '@qis/core';
import { createGateway } from '@qis/rest/gateway';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRouter, createServer } from '../src/index.ts';
import { mintToken } from '../src/tokens/token.ts';
import { call, connect } from './connect.ts';
import { outcome } from './fixture.ts';
import { secondSdk } from './http-clients.ts';
import { record } from './records.ts';
import { Random } from './secret-corpus/random.ts';
import { SOURCE, SpawnedServer, temporaryFolder } from './spawned.ts';
import { gatewayOver } from './spawned-gateway.ts';

const token = `npm_${new Random('doors').text('alnum', 36)}`;
const leak = { ...outcome, delta_summary: `Works with ${token} in CI` };
const refused = { code: 'DEPOSIT_REFUSED', field: 'delta_summary' };

async function memoryRouter(): Promise<OutcomeRouter> {
  const router = await createRouter({ transport: 'memory:' });
  onTestFinished(() => router.close());
  return router;
}

const stored = async (router: OutcomeRouter): Promise<number> => (await router.stats()).packets;

describe('a packet with a credential is refused, unsaid and unstored,', () => {
  it('by a router of createRouter', async () => {
    const router = await memoryRouter();
    await expect(router.deposit(leak)).rejects.toMatchObject(refused);
    await expect(router.deposit([outcome, leak])).rejects.toMatchObject({
      field: 'packets[1].delta_summary',
    });
    expect(await stored(router)).toBe(0);
  });

  it.each(['deposit', 'synthesize'])('by the tool %s', async (tool) => {
    const router = await memoryRouter();
    const client = await connect(() => createServer(router, { agentId: 'ann#1' }));
    const { isError, text } = await call(client, tool, leak);
    expect(isError).toBe(true);
    expect(text).toBe(
      `DEPOSIT_REFUSED: The deposit was refused: delta_summary holds what looks like an npm token. Leave it out, or name it by a placeholder such as <TOKEN>; if it is real, tell its owner. Nothing was stored. Correct that and call ${tool} again.`,
    );
    expect(await stored(router)).toBe(0);
  });

  it.each([
    ['packets', leak, 'delta_summary'],
    ['packets', [outcome, leak], 'packets[1].delta_summary'],
    ['synthesize', { problem_description: 'x', outcome: leak }, 'delta_summary'],
    [
      'records/write',
      { records: [{ packet: record(1).packet }, { packet: leak }] },
      'packets[1].delta_summary',
    ],
  ])('by a gateway, to its operator too: POST /v1/%s', async (path, body, field) => {
    const router = await memoryRouter();
    const told: unknown[] = [];
    const gateway = createGateway(router, { onFailure: (error) => told.push(error) });
    const response = await gateway(
      new Request(`http://127.0.0.1/v1/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    );
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ code: 'DEPOSIT_REFUSED', field });
    expect(response.status).toBe(422);
    expect(text).not.toContain(token.slice(4, 12));
    expect(told).toEqual([]);
    expect(await stored(router)).toBe(0);
  });

  it('by a process that serves stdio, and no log of it says the credential', async () => {
    const server = new SpawnedServer([...SOURCE, '--transport', 'memory:', '--log-level', 'debug'], {
      QIS_REFUSE: 'email',
      DEBUG: '*',
    });
    await server.initialize();
    expect((await server.call('deposit', leak)).result).toMatchObject({ isError: true });
    const address = { ...outcome, delta_summary: 'ask ann@example.com' };
    expect((await server.call('deposit', address)).result?.content?.[0]?.text).toMatch(/an e-mail address/);
    expect((await server.call('deposit', outcome)).result?.isError).toBeUndefined();
    server.process.stdin.end();
    expect(await server.exited).toBe(0);
    expect(server.stderr).toContain('DEPOSIT_REFUSED');
    expect(server.stderr).not.toContain(token.slice(4, 12));
    expect(server.stderr).not.toContain('ann@example');
  });

  it('by a process that serves HTTP, over both of its faces, and no log of it says the credential', async () => {
    const { url, server } = await gatewayOver(join(temporaryFolder(), 'team.db'), '--log-level', 'debug');
    const own = mintToken();
    for (const text of [leak.delta_summary, `curl -H 'x: ${own}'`]) {
      const packet = { ...outcome, delta_summary: text };
      const response = await fetch(`${url}/packets`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(packet),
      });
      expect(await response.json()).toMatchObject(refused);
      const client = await secondSdk('2025')(url.replace(/v1$/, 'mcp'));
      expect(await client.call('deposit', packet)).toMatchObject({
        isError: true,
        text: expect.stringMatching(/an npm token|a token of qis-mcp serve/),
      });
    }
    expect(await (await fetch(`${url}/stats`)).json()).toMatchObject({ packets: 0 });
    server.process.kill('SIGTERM');
    expect(await server.exited).toBe(0);
    expect(server.stderr).toContain('DEPOSIT_REFUSED');
    expect(server.stderr).not.toContain(token.slice(4, 12));
    expect(server.stderr).not.toContain(own.slice(4, 12));
  });
});
