import { ToolMessage } from '@langchain/core/messages';
import type { StructuredTool } from '@langchain/core/tools';
import { convertToOpenAITool } from '@langchain/core/utils/function_calling';
import type { OutcomeRouter } from '@qis/core';
import { synthesizeTool, type ToolName, type ToolRouter, toolInputSchema, tools } from '@qis/core/tools';
import { describe, expect, it } from 'vitest';
import {
  brokenRouter,
  dataIn,
  HangingRouter,
  memoryRouter,
  outcome,
  packetsIn,
  sameProblem,
  unreachable,
} from '../test/fixture.ts';
import { createQisTools, type QisToolsOptions } from './create-qis-tools.ts';

const NAMES: readonly ToolName[] = ['query', 'deposit', 'synthesize'];

function toolNamed(
  name: ToolName,
  router: ToolRouter,
  options: Partial<QisToolsOptions> = {},
): StructuredTool {
  const found = createQisTools(router, { agentId: 'ann#1', ...options }).find((tool) => tool.name === name);
  if (!found) throw new Error(`There is no ${name}.`);
  return found;
}

/** Calls a tool as an agent does. */
async function call(tool: StructuredTool, args: object, config: object = {}): Promise<ToolMessage> {
  const message: unknown = await tool.invoke(
    { type: 'tool_call', id: 'call_1', name: tool.name, args: { ...args } },
    config,
  );
  if (!ToolMessage.isInstance(message)) throw new Error('That is no tool message.');
  return message;
}

async function filled(): Promise<OutcomeRouter> {
  const router = memoryRouter();
  await router.deposit({ ...outcome, agent_id: 'eve#1' });
  return router;
}

describe('the tools', () => {
  it('are the three of core: its names, its texts, its schemas', () => {
    const made = createQisTools(memoryRouter(), { agentId: 'ann#1' });
    expect(made.map(({ name }) => name)).toEqual(tools.map(({ name }) => name));
    for (const [i, tool] of tools.entries()) {
      const listed = made[i] && convertToOpenAITool(made[i]).function;
      expect(listed).toEqual({
        name: tool.name,
        description: tool.description,
        parameters: { $schema: expect.any(String), ...toolInputSchema(tool) },
      });
    }
  });

  it('refuse options that cannot hold, by name', () => {
    expect(() => createQisTools(memoryRouter(), { agentId: ' ' })).toThrow(/^agentId must be/);
    expect(() => createQisTools(memoryRouter(), { agentId: 'ann#1', ttl: 0 })).toThrow(/^ttl must be/);
  });
});

describe('an answer', () => {
  it('tells what has come for problems that the agent left open, and keeps the artifact of its own call', async () => {
    const router = memoryRouter();
    const { id } = await router.deposit({ ...outcome, outcome_type: 'open', agent_id: 'ann#0' });
    const reply = await router.deposit({ ...outcome, agent_id: 'bob#1', in_reply_to: [id] });
    const { content, artifact } = await call(toolNamed('query', router), { problem_description: 'soup' });
    const { answered } = dataIn(content);
    expect(answered.answers).toMatchObject([{ id: reply.id, delta_summary: outcome.delta_summary }]);
    expect(artifact).toMatchObject({ hits: [] });
  });

  it('of query is short JSON for the model, with the packets as its artifact', async () => {
    const router = await filled();
    const [stored] = await packetsIn(router);
    const { content, artifact } = await call(toolNamed('query', router), {
      problem_description: sameProblem,
    });
    expect(dataIn(content)).toMatchObject({ hits: [{ id: stored?.id, age: '0s' }] });
    const { id, ...packet } = stored ?? {};
    expect(artifact).toMatchObject({ hits: [{ id, packet, voter: 'eve' }], below_floor: 0 });
  });

  it('of deposit is a receipt; the packet is signed and lives 30 days', async () => {
    const router = memoryRouter();
    const { content, artifact } = await call(toolNamed('deposit', router), outcome);
    const [stored] = await packetsIn(router);
    expect(stored).toMatchObject({ ...outcome, agent_id: 'ann#1', ttl: 2_592_000 });
    expect(JSON.parse(String(content))).toEqual({ id: stored?.id, expires_in: '30d' });
    expect(artifact).toEqual({ id: stored?.id, expires_at: expect.any(Number) });
  });

  it('of synthesize is what the tool of core says, with the whole synthesis as its artifact', async () => {
    const router = await filled();
    const args = { problem_description: sameProblem };
    const { content, artifact } = await call(toolNamed('synthesize', router), args);
    const said = await synthesizeTool.run(router, args, { agentId: 'ann#1', ttl: 60 });
    const { note: _, ...data } = said;
    expect(dataIn(content)).toEqual(data);
    expect(artifact).toEqual(await router.synthesize(sameProblem, undefined, { agentId: 'ann#1' }));
  });
});

describe('the agent id', () => {
  it('keeps the caller’s own packets out of its answers', async () => {
    const router = memoryRouter();
    await call(toolNamed('deposit', router), outcome);
    const { artifact } = await call(toolNamed('query', router), { problem_description: sameProblem });
    expect(artifact).toMatchObject({ hits: [] });
  });

  it('can be made of the thread, so that conversations learn from each other', async () => {
    const router = memoryRouter();
    const agentId = (thread: string | undefined) => `support#${thread}`;
    const thread = (thread_id: string) => ({ configurable: { thread_id } });
    await call(toolNamed('deposit', router, { agentId, ttl: 60 }), outcome, thread('one'));
    expect(await packetsIn(router)).toMatchObject([{ agent_id: 'support#one', ttl: 60 }]);
    const hitsIn = async (config: object) => {
      const query = toolNamed('query', router, { agentId });
      return (await call(query, { problem_description: sameProblem }, config)).artifact.hits.length;
    };
    expect(await hitsIn(thread('one'))).toBe(0);
    expect(await hitsIn(thread('two'))).toBe(1);
  });
});

describe('an error', () => {
  it.each([
    [
      { ...outcome, confidence: 5 },
      /^INVALID_PACKET: confidence must be a number from 0 to 1.*call deposit again\.$/,
    ],
    [{ ...outcome, domain_tag: 'npm' }, /^INVALID_PACKET: domain_tag is no parameter of deposit\. It takes /],
    [
      { ...outcome, problem_description: 'x'.repeat(600) },
      /^PACKET_TOO_LARGE: .*shorten problem_description/,
    ],
    [{}, /^INVALID_PACKET: problem_description/],
  ])('of the model comes back as a tool message that says what to do: %#', async (args, text) => {
    const router = memoryRouter();
    const message = await call(toolNamed('deposit', router), args);
    expect(message).toMatchObject({ status: 'error', tool_call_id: 'call_1', name: 'deposit' });
    expect(message.content).toMatch(text);
    expect(message.artifact).toBeUndefined();
    expect(await packetsIn(router)).toEqual([]);
  });

  it.each(NAMES)(
    'of the store comes back from %s without its hosts, and is told whole to the host',
    async (name) => {
      const told: unknown[] = [];
      const tool = toolNamed(name, brokenRouter, { onError: (...args) => told.push(args) });
      const message = await call(tool, name === 'deposit' ? outcome : { problem_description: sameProblem });
      expect(message.status).toBe('error');
      expect(message.content).toMatch(/^STORE_UNAVAILABLE: .*Try once more in a moment/);
      expect(message.content).not.toContain('internal');
      expect(told).toEqual([[unreachable, name]]);
    },
  );

  it('is thrown where there is no tool call to answer', async () => {
    await expect(toolNamed('query', brokenRouter).invoke({ problem_description: 'p' })).rejects.toBe(
      unreachable,
    );
    await expect(toolNamed('query', memoryRouter()).invoke({})).rejects.toMatchObject({
      code: 'INVALID_QUERY',
      field: 'problem_description',
    });
  });
});

describe('a run', () => {
  it.each(NAMES)('that is aborted ends %s in the router', async (name) => {
    const router = new HangingRouter();
    const controller = new AbortController();
    const args = name === 'deposit' ? outcome : { problem_description: sameProblem };
    const calling = call(toolNamed(name, router), args, { signal: controller.signal });
    const signal = await router.called;
    expect(signal.aborted).toBe(false);
    controller.abort();
    await expect(calling).rejects.toThrow();
    expect(signal.aborted).toBe(true);
  });

  it('has its callbacks told of the call', async () => {
    const told: unknown[] = [];
    const callbacks = [
      {
        handleToolStart: (...args: unknown[]) => void told.push(['start', args[6]]),
        handleToolEnd: (output: ToolMessage) => void told.push(['end', output.artifact.hits.length]),
      },
    ];
    await call(toolNamed('query', await filled()), { problem_description: sameProblem }, { callbacks });
    expect(told).toEqual([
      ['start', 'query'],
      ['end', 1],
    ]);
  });
});
