import { AIMessage, type BaseMessage, HumanMessage } from '@langchain/core/messages';
import type { RunnableConfig } from '@langchain/core/runnables';
import type { OutcomeRouter } from '@qis/core';
import { createAgent, type fakeModel, tool } from 'langchain';
import { z } from 'zod';
import { type MiddlewareRouter, type QisMiddlewareOptions, qisMiddleware } from '../src/middleware.ts';
import { memoryRouter, outcome } from './fixture.ts';

export type Model = ReturnType<typeof fakeModel>;

export async function filled(): Promise<OutcomeRouter> {
  const router = memoryRouter();
  await router.deposit({ ...outcome, agent_id: 'ann#1' });
  return router;
}

const look = tool(() => 'nothing of interest', {
  name: 'look',
  description: 'Looks.',
  schema: z.object({}),
});

/** An agent, as far as these tests use it. */
interface Agent {
  invoke(state: State, config?: RunnableConfig): Promise<State>;
}
interface State {
  messages: BaseMessage[];
}

/** An agent with the middleware alone, as bob#1. */
export function agent(
  router: MiddlewareRouter,
  model: Model,
  options: Partial<QisMiddlewareOptions> = {},
): Agent {
  return createAgent({
    model,
    tools: [look],
    middleware: [qisMiddleware(router, { agentId: 'bob#1', ...options })],
  });
}

export const asked = (text: string): State => ({ messages: [new HumanMessage(text)] });
/** What a model was shown, call by call. */
export const shownTo = (model: Model): readonly (readonly string[])[] =>
  model.calls.map(({ messages }) => messages.map(({ text }) => text));
/** Answers with the id of the first packet that it is shown. */
export const citing = (messages: readonly BaseMessage[]): AIMessage =>
  new AIMessage(`I went by ${/"id":"([^"]+)"/.exec(messages.map(({ text }) => text).join())?.[1]}.`);
