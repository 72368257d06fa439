import { AIMessage, type BaseMessage, HumanMessage } from '@langchain/core/messages';
import { MemorySaver, MessagesZodMeta, START, StateGraph } from '@langchain/langgraph';
import { ToolNode } from '@langchain/langgraph/prebuilt';
import { registry } from '@langchain/langgraph/zod';
import { createAgent, fakeModel } from 'langchain';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createQisTools } from '../src/index.ts';
import { qisMiddleware } from '../src/middleware.ts';
import { brokenRouter, memoryRouter, outcome, sameProblem } from './fixture.ts';

const ticket = { number: 7, tags: ['ci', 'npm'], nested: { list: [1, null, 'x'] } };

const calls = new AIMessage({
  content: '',
  tool_calls: [
    { type: 'tool_call', id: '1', name: 'query', args: { problem_description: sameProblem } },
    { type: 'tool_call', id: '2', name: 'deposit', args: { ...outcome } },
    { type: 'tool_call', id: '3', name: 'deposit', args: {} },
  ],
});

it.each([
  ['memory', memoryRouter()],
  ['a store that fails', brokenRouter],
])(
  'in a graph of one’s own the tools add one message a call, and nothing else changes: over %s',
  async (_, router) => {
    const state = z.object({
      messages: z.custom<BaseMessage[]>().register(registry, MessagesZodMeta),
      ticket: z.custom<typeof ticket>(),
      count: z.number(),
    });
    const graph = new StateGraph(state)
      .addNode('tools', new ToolNode(createQisTools(router, { agentId: 'ann#1' })))
      .addEdge(START, 'tools')
      .compile();
    const human = new HumanMessage({ id: 'h', content: sameProblem });
    const { messages, ...rest } = await graph.invoke({ messages: [human, calls], ticket, count: 3 });
    expect(rest).toEqual({ ticket, count: 3 });
    expect(messages.slice(0, 2)).toEqual([human, calls]);
    expect(messages.slice(2)).toMatchObject([
      { tool_call_id: '1' },
      { tool_call_id: '2' },
      { tool_call_id: '3' },
    ]);
  },
);

it('an agent with the middleware keeps its own state, in its answer and in its checkpoint', async () => {
  const router = memoryRouter();
  await router.deposit({ ...outcome, agent_id: 'ann#1' });
  const checkpointer = new MemorySaver();
  const thread = { configurable: { thread_id: '1' } };
  const agent = createAgent({
    model: fakeModel().respond(new AIMessage('Done.')),
    tools: createQisTools(router, { agentId: 'bob#1' }),
    middleware: [qisMiddleware(router, { agentId: 'bob#1', outcomeFrom: () => outcome })],
    stateSchema: z.object({ ticket: z.custom<typeof ticket>(), count: z.number() }),
    checkpointer,
  });
  const human = new HumanMessage({ id: 'h', content: sameProblem });
  const { messages, ...rest } = await agent.invoke({ messages: [human], ticket, count: 3 }, thread);
  expect(rest).toEqual({ ticket, count: 3 });
  expect(messages.map(({ text }) => text)).toEqual([sameProblem, 'Done.']);
  const stored = (await checkpointer.getTuple(thread))?.checkpoint.channel_values;
  expect(stored).toMatchObject({ ticket, count: 3 });
  expect(stored?.messages).toEqual(messages);
});
