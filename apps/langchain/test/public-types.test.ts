// What must not compile: each line below `@ts-expect-error` is an error that the type check expects.
import { AIMessage, HumanMessage } from '@langchain/core/messages';
import type { OutcomeType } from '@qis/core';
import { createAgent, fakeModel } from 'langchain';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createQisTools, QisRetriever } from '../src/index.ts';
import { type FinishedState, qisMiddleware } from '../src/middleware.ts';
import { memoryRouter, outcome, sameProblem } from './fixture.ts';

const router = memoryRouter();

it('refuses wrong options at compile time', () => {
  // @ts-expect-error nobody deposits without a name
  expect(() => createQisTools(router, {})).toThrow('agentId');
  // @ts-expect-error nor asks
  expect(() => qisMiddleware(router, { maxTokens: 500 })).toThrow('agentId');
  // @ts-expect-error an option that is misspelt
  createQisTools(router, { agentId: 'ann#1', agent_id: 'ann#1' });
  // @ts-expect-error the number of documents has the name that retrievers give it
  new QisRetriever({ router, topK: 3 });
  // @ts-expect-error a retriever asks somebody
  new QisRetriever({ k: 3 });
});

it('refuses wrong outcomes at compile time', () => {
  const { outcome_type: _, ...half } = outcome;
  // @ts-expect-error an outcome has a type
  qisMiddleware(router, { agentId: 'ann#1', outcomeFrom: () => half });
  const outcomeFrom = ({ messages }: FinishedState) => {
    // @ts-expect-error the state of an agent is the agent's
    messages.length = 0;
    return undefined;
  };
  qisMiddleware(router, { agentId: 'ann#1', outcomeFrom });
});

it('knows what a document says', async () => {
  await router.deposit({ ...outcome, agent_id: 'ann#1' });
  const [document] = await new QisRetriever({ router }).invoke(sameProblem, { k: 1 });
  const type: OutcomeType | undefined = document?.metadata.outcome_type;
  const score: number | undefined = document?.metadata.score;
  expect([type, score]).toEqual(['resolved', expect.any(Number)]);
  // @ts-expect-error there is no distance
  expect(document?.metadata.distance).toBeUndefined();
});

it('adds nothing to the state that an agent shows', async () => {
  const agent = createAgent({
    model: fakeModel().respond(new AIMessage('Done.')),
    tools: createQisTools(router, { agentId: 'bob#1' }),
    middleware: [qisMiddleware(router, { agentId: 'bob#1' })],
    stateSchema: z.object({ count: z.number() }),
  });
  const state = await agent.invoke({ messages: [new HumanMessage(sameProblem)], count: 3 });
  const count: number = state.count;
  expect(count).toBe(3);
  // @ts-expect-error what it keeps for itself
  expect(state._qis).toBeUndefined();
});
