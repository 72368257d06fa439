// Two agents, a model that is scripted in each: the second one has no other way to the remedy than what the first left.
import { AIMessage, type BaseMessage, HumanMessage } from '@langchain/core/messages';
import type { StructuredTool } from '@langchain/core/tools';
import type { OutcomeRouter } from '@qis/core';
import { createAgent, FakeToolCallingModel, fakeModel, tool } from 'langchain';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createQisTools } from '../src/index.ts';
import { qisMiddleware } from '../src/middleware.ts';
import { dataIn, memoryRouter, outcome, packetsIn, sameProblem } from './fixture.ts';

const asked = (text: string): { messages: BaseMessage[] } => ({ messages: [new HumanMessage(text)] });

/** The world: one remedy works. */
const tryRemedy: StructuredTool = tool(
  ({ remedy }) => (remedy === outcome.delta_summary ? 'CI is green.' : 'CI is still red.'),
  { name: 'try_remedy', description: 'Tries a remedy.', schema: z.object({ remedy: z.string() }) },
);

/** The first agent finds out by itself, and deposits; its calls are fixed. */
async function annSolves(router: OutcomeRouter): Promise<void> {
  const call = (name: string, args: object) => ({ id: `ann_${name}`, name, args });
  const model = new FakeToolCallingModel({
    toolCalls: [
      [call('query', { problem_description: outcome.problem_description })],
      [call('try_remedy', { remedy: outcome.delta_summary })],
      [call('deposit', outcome)],
      [],
    ],
  });
  const tools = [tryRemedy, ...createQisTools(router, { agentId: 'ann#1' })];
  const { messages } = await createAgent({ model, tools }).invoke(asked(outcome.problem_description));
  const results = messages.filter(({ type }) => type === 'tool').map(({ text }) => text);
  expect(results).toEqual([
    expect.stringContaining('"hits":[]'),
    'CI is green.',
    expect.stringContaining('"expires_in":"30d"'),
  ]);
}

/** The second agent queries, tries the remedy of the nearest packet if there is one, and deposits how it went. */
async function bobSolves(router: OutcomeRouter): Promise<string | undefined> {
  const hitIn = (messages: readonly BaseMessage[]) => {
    const answer = messages.find(({ name }) => name === 'query');
    return dataIn(answer?.text).hits[0] as { id: string; delta_summary: string } | undefined;
  };
  const calling = (name: string, args: object) =>
    new AIMessage({
      content: '',
      tool_calls: [{ type: 'tool_call', id: `bob_${name}`, name, args: { ...args } }],
    });
  const model = fakeModel()
    .respond(calling('query', { problem_description: sameProblem }))
    .respond((messages) => {
      const remedy = hitIn(messages)?.delta_summary;
      return remedy ? calling('try_remedy', { remedy }) : new AIMessage('I know no remedy.');
    })
    .respond((messages) => {
      const said = { ...outcome, problem_description: sameProblem, delta_summary: 'As reported; it worked.' };
      return calling('deposit', { ...said, in_reply_to: [hitIn(messages)?.id] });
    })
    .respond((messages) => new AIMessage(messages.find(({ name }) => name === 'try_remedy')?.text ?? ''));
  const tools = [tryRemedy, ...createQisTools(router, { agentId: 'bob#1' })];
  const { messages } = await createAgent({ model, tools }).invoke(asked(sameProblem));
  return messages.at(-1)?.text;
}

it('the second agent solves with what the first left, and without it does not', async () => {
  const router = memoryRouter();
  expect(await bobSolves(router)).toBe('I know no remedy.');
  await annSolves(router);
  expect(await bobSolves(router)).toBe('CI is green.');
  const [ann, bob] = await packetsIn(router);
  expect([ann?.agent_id, bob?.agent_id]).toEqual(['ann#1', 'bob#1']);
  expect(bob?.in_reply_to).toEqual([ann?.id]);
});

it('with the middleware alone, the second agent is shown what the first left and replies to it', async () => {
  const router = memoryRouter();
  await annSolves(router);
  // This model says again all that it was shown.
  const model = new FakeToolCallingModel();
  const outcomeFrom = () => ({
    ...outcome,
    problem_description: sameProblem,
    delta_summary: 'As reported; it worked.',
  });
  const middleware = [qisMiddleware(router, { agentId: 'bob#1', outcomeFrom })] as const;
  const { messages } = await createAgent({ model, tools: [], middleware }).invoke(asked(sameProblem));
  expect(messages.at(-1)?.text).toContain(outcome.delta_summary);
  const [ann, bob] = await packetsIn(router);
  expect(bob).toMatchObject({ agent_id: 'bob#1', in_reply_to: [ann?.id] });
});
