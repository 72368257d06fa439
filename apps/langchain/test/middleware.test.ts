import { AIMessage, HumanMessage, SystemMessage } from '@langchain/core/messages';
import { Command, interrupt, MemorySaver } from '@langchain/langgraph';
import { createAgent, fakeModel, tool, toolStrategy } from 'langchain';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type MiddlewareRouter, qisMiddleware } from '../src/middleware.ts';
import { brokenRouter, memoryRouter, outcome, packetsIn, sameProblem } from './fixture.ts';
import { agent, asked, citing, filled, type Model, shownTo } from './with-middleware.ts';

describe('before the first model call', () => {
  it('quotes what is known about the user’s problem, in every call of the run, and leaves the state alone', async () => {
    const model = fakeModel()
      .respondWithTools([{ name: 'look', args: {} }])
      .respond(new AIMessage('Done.'));
    const state = await agent(await filled(), model).invoke(asked(sameProblem));
    expect(model.callCount).toBe(2);
    for (const [shown] of shownTo(model)) {
      expect(shown?.startsWith(`${sameProblem}\n\n`)).toBe(true);
      expect(shown).toContain(`<quoted_outcomes>\n{"id":`);
      expect(shown).toContain(outcome.delta_summary);
    }
    expect(Object.keys(state)).toEqual(['messages']);
    expect(state.messages.map(({ text }) => text)).toEqual([
      sameProblem,
      expect.anything(),
      'nothing of interest',
      'Done.',
    ]);
  });

  it('adds nothing where nothing near is known, or where only the agent’s own is', async () => {
    const model = fakeModel().respond(new AIMessage('a')).respond(new AIMessage('b'));
    const router = await filled();
    await agent(router, model).invoke(asked('how to bake sourdough bread'));
    await agent(router, model, { agentId: 'ann#1' }).invoke(asked(sameProblem));
    expect(shownTo(model)).toEqual([['how to bake sourdough bread'], [sameProblem]]);
  });

  it('asks anew in each run of a thread: an earlier quote does not stay', async () => {
    const model = fakeModel().respond(new AIMessage('a')).respond(new AIMessage('b'));
    const thread = { configurable: { thread_id: '1' } };
    const qis = qisMiddleware(await filled(), { agentId: (id) => `bob#${id}` });
    const bob = createAgent({ model, tools: [], middleware: [qis], checkpointer: new MemorySaver() });
    await bob.invoke(asked(sameProblem), thread);
    await bob.invoke(asked('how to bake sourdough bread'), thread);
    const [first, second] = shownTo(model);
    expect(first?.[0]).toContain('<quoted_outcomes>');
    expect(second).toEqual([sameProblem, 'a', 'how to bake sourdough bread']);
  });

  it('keeps its quote in the state of the run: it is there when the run is resumed elsewhere', async () => {
    const ask = tool(() => interrupt('Shall I?'), {
      name: 'ask',
      description: 'Asks.',
      schema: z.object({}),
    });
    const checkpointer = new MemorySaver();
    const thread = { configurable: { thread_id: '1' } };
    const build = (router: MiddlewareRouter, model: Model) => {
      const middleware = [qisMiddleware(router, { agentId: 'bob#1' })] as const;
      return createAgent({ model, tools: [ask], checkpointer, middleware });
    };
    const before = fakeModel().respondWithTools([{ name: 'ask', args: {} }]);
    await build(await filled(), before).invoke(asked(sameProblem), thread);
    const after = fakeModel().respond(new AIMessage('Done.'));
    await build(brokenRouter, after).invoke(new Command({ resume: 'yes' }), thread);
    expect(shownTo(after)[0]?.[0]).toBe(shownTo(before)[0]?.[0]);
    expect(shownTo(after)[0]?.[0]).toContain(outcome.delta_summary);
  });

  it('takes the last human message that the run starts with', async () => {
    const queries: string[] = [];
    const router = memoryRouter();
    const spy: MiddlewareRouter = {
      deposit: (packet) => router.deposit(packet),
      query: (problem, options) => {
        queries.push(problem);
        return router.query(problem, options);
      },
    };
    const model = fakeModel().respond(new AIMessage('a'));
    await agent(spy, model).invoke({
      messages: [
        new SystemMessage('be brief'),
        new HumanMessage('hello'),
        new AIMessage('hi'),
        new HumanMessage(`\u001b[31m${sameProblem}\n${'x'.repeat(10_000)}`),
        new AIMessage('hm'),
      ],
    });
    expect(queries).toEqual([` [31m${sameProblem} ${'x'.repeat(8_192 - sameProblem.length - 6)}`]);
  });

  it.each([[[]], [[new AIMessage('hi')]], [[new HumanMessage(' \n')]]])(
    'asks nothing where nobody states a problem: %#',
    async (messages) => {
      const onError = vi.fn();
      await agent(brokenRouter, fakeModel().respond(new AIMessage('a')), { onError }).invoke({ messages });
      expect(onError).not.toHaveBeenCalled();
    },
  );
});

describe('after the agent', () => {
  const left = { ...outcome, delta_summary: 'Did the same; it worked.' };

  it('deposits nothing without outcomeFrom, nor where that returns nothing', async () => {
    const router = await filled();
    await agent(router, fakeModel().respond(citing)).invoke(asked(sameProblem));
    await agent(router, fakeModel().respond(citing), { outcomeFrom: () => undefined }).invoke(
      asked(sameProblem),
    );
    expect(await packetsIn(router)).toHaveLength(1);
  });

  it('deposits the outcome, signed, for 30 days, as a reply to the packets that the agent named', async () => {
    const router = await filled();
    await agent(router, fakeModel().respond(citing), { outcomeFrom: async () => left }).invoke(
      asked(sameProblem),
    );
    const [used, own] = await packetsIn(router);
    expect(own).toMatchObject({ ...left, agent_id: 'bob#1', ttl: 2_592_000, in_reply_to: [used?.id] });
  });

  it('counts a packet as named in the arguments of a tool call, or in the structured response', async () => {
    const router = await filled();
    const [used] = await packetsIn(router);
    const schema = z.object({ went_by: z.string() }).meta({ title: 'answer' });
    const model = fakeModel().respondWithTools([{ name: 'answer', args: { went_by: used?.id } }]);
    const states: unknown[] = [];
    const bob = createAgent({
      model,
      tools: [],
      responseFormat: toolStrategy(schema),
      middleware: [
        qisMiddleware(router, {
          agentId: 'bob#1',
          outcomeFrom: ({ structuredResponse }) => {
            states.push(structuredResponse);
            return left;
          },
        }),
      ],
    });
    await bob.invoke(asked(sameProblem));
    expect(states).toEqual([{ went_by: used?.id }]);
    expect((await packetsIn(router))[1]).toMatchObject({ in_reply_to: [used?.id] });
  });

  it('replies to no packet that was shown and not named', async () => {
    const router = await filled();
    await agent(router, fakeModel().respond(new AIMessage('Done.')), { outcomeFrom: () => left }).invoke(
      asked(sameProblem),
    );
    expect((await packetsIn(router))[1]).not.toHaveProperty('in_reply_to');
  });

  it('signs with the thread where the agent id is made of it', async () => {
    const router = await filled();
    const options = { agentId: (thread: string | undefined) => `bob#${thread}`, outcomeFrom: () => left };
    const bob = agent(router, fakeModel().respond(citing), options);
    await bob.invoke(asked(sameProblem), { configurable: { thread_id: 'seven' } });
    expect((await packetsIn(router))[1]).toMatchObject({ agent_id: 'bob#seven' });
  });

  it('leaves replies and life to a caller who gives them', async () => {
    const router = await filled();
    const other = 'd0648a30-0863-8f0f-9512-3f63a6d7efbe';
    const leave = (more: object) =>
      agent(router, fakeModel().respond(citing), { outcomeFrom: () => ({ ...left, ...more }) }).invoke(
        asked(sameProblem),
      );
    await leave({ in_reply_to: [other], ttl: 60 });
    await leave({ in_reply_to: [] });
    const [, first, second] = await packetsIn(router);
    expect(first).toMatchObject({ in_reply_to: [other], ttl: 60 });
    expect(second).not.toHaveProperty('in_reply_to');
  });
});
