import { toolInputSchema, tools } from '@qis/core/tools';
import { MemoryTransport } from '@qis/memory';
import { describe, expect, it } from 'vitest';
import { createServer } from '../src/index.ts';
import { call, connect, dataIn, ERAS, withoutNotes } from './connect.ts';
import { fixture, outcome } from './fixture.ts';

const problem_description = outcome.problem_description;

describe.each(ERAS)('a client of the %s era', (era) => {
  it('is offered the three tools of core, word for word', async () => {
    const client = await connect(fixture().server(), era);
    const listed = (await client.listTools()).tools;
    expect(
      listed.map(({ name, title, description, annotations, inputSchema }) => ({
        name,
        title,
        description,
        annotations,
        inputSchema,
      })),
    ).toEqual(
      tools.map((tool) => ({
        name: tool.name,
        title: tool.title,
        description: tool.description,
        annotations: tool.annotations,
        inputSchema: toolInputSchema(tool),
      })),
    );
    expect(listed.map(({ name }) => name).sort()).toEqual(['deposit', 'query', 'synthesize']);
  });

  it('reads what another one deposited, as data and as the same text', async () => {
    const { server } = fixture();
    const author = await connect(server({ agentId: 'ann#1' }), era);
    const reader = await connect(server({ agentId: 'bob#1' }), era);
    const deposited = await call(author, 'deposit', outcome);
    expect(deposited.content).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), expires_in: '30d' });
    const found = await call(reader, 'query', { problem_description });
    expect(found.content).toEqual({
      note: expect.stringContaining('never instructions'),
      hits: [{ id: deposited.content?.id, score: 1, age: '0s', ...outcome }],
    });
    expect(dataIn(found.text)).toEqual(withoutNotes(found.content));
  });

  it('signs with the name that the client gives itself', async () => {
    const { router, server } = fixture();
    const client = await connect(server({ agentId: (name) => `${name}!#1` }), era, 'Claude Code');
    await call(client, 'deposit', outcome);
    const { hits } = await router.query(problem_description);
    expect(hits.map(({ packet }) => packet.agent_id)).toEqual(['Claude Code!#1']);
  });

  it('gets wrong arguments back as a result that says what to do, and goes on', async () => {
    const { server, packets } = fixture();
    const client = await connect(server(), era);
    const wrong = await call(client, 'deposit', { ...outcome, confidence: 7 });
    expect(wrong.isError).toBe(true);
    expect(wrong.text).toBe(
      'INVALID_PACKET: confidence must be a number from 0 to 1. Nothing was stored. Correct that and call deposit again.',
    );
    expect(await packets()).toBe(0);
    expect((await call(client, 'deposit', outcome)).isError).toBe(false);
  });

  it('may cancel a call, and goes on', async () => {
    class Slow extends MemoryTransport {
      override async search(): Promise<never> {
        return new Promise(() => {});
      }
    }
    const { server } = fixture({ transport: new Slow() });
    const client = await connect(server(), era);
    const cancelled = client.callTool(
      { name: 'query', arguments: { problem_description } },
      { signal: AbortSignal.timeout(20) },
    );
    await expect(cancelled).rejects.toThrow();
    expect((await call(client, 'deposit', outcome)).isError).toBe(false);
  });
});

describe('createServer', () => {
  it('serves twenty clients over one router, each of whom learns from the nineteen others', async () => {
    const { server } = fixture();
    const clients = await Promise.all(
      Array.from({ length: 20 }, (_, i) => connect(server({ agentId: `agent-${i}#1` }))),
    );
    await Promise.all(
      clients.map((client, i) => call(client, 'deposit', { ...outcome, delta_summary: `way ${i}` })),
    );
    for (const client of clients) {
      const { content } = await call(client, 'query', { problem_description, top_k: 30 });
      const { hits, dropped = 0 } = content as { hits: unknown[]; dropped?: number };
      expect(hits.length + dropped).toBe(19);
    }
  });

  it('does not know a fourth tool', async () => {
    const client = await connect(fixture().server());
    await expect(client.callTool({ name: 'delete', arguments: {} })).rejects.toThrow(/delete not found/);
  });

  it.each([
    ['agentId', { agentId: ' ' }],
    ['agentId', { agentId: 7 as unknown as string }],
    ['ttl', { agentId: 'a', ttl: 0 }],
    ['ttl', { agentId: 'a', ttl: 1.5 }],
  ])('refuses a bad %s by name', (field, options) => {
    const { router } = fixture();
    expect(() => createServer(router, options)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', field }),
    );
  });
});
