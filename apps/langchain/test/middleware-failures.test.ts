import { AIMessage } from '@langchain/core/messages';
import { fakeModel } from 'langchain';
import { describe, expect, it, vi } from 'vitest';
import { type QisMiddlewareOptions, qisMiddleware } from '../src/middleware.ts';
import {
  brokenRouter,
  HangingRouter,
  memoryRouter,
  outcome,
  packetsIn,
  sameProblem,
  unreachable,
} from './fixture.ts';
import { agent, asked, filled } from './with-middleware.ts';

describe('a failure', () => {
  const failing = (options: Partial<QisMiddlewareOptions> = {}) =>
    agent(brokenRouter, fakeModel().respond(new AIMessage('Done.')), {
      outcomeFrom: () => outcome,
      ...options,
    });

  it('of the store never breaks the agent, and is told', async () => {
    const told: unknown[] = [];
    const state = await failing({ onError: (...args) => told.push(args) }).invoke(asked(sameProblem));
    expect(state.messages.map(({ text }) => text)).toEqual([sameProblem, 'Done.']);
    expect(told).toEqual([
      [unreachable, 'query'],
      [unreachable, 'deposit'],
    ]);
  });

  it('is a line on the console where nobody listens, without what a driver said', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    await failing().invoke(asked(sameProblem));
    const driver = {
      query: () => Promise.reject(new TypeError('a driver may quote anything')),
      deposit: brokenRouter.deposit,
    };
    await agent(driver, fakeModel().respond(new AIMessage('a'))).invoke(asked(sameProblem));
    expect(warned.mock.calls).toEqual([
      [
        '@qis/langchain: query failed, and the agent went on without it. STORE_UNAVAILABLE: db.internal.example:6333 refuses connections.',
      ],
      [
        '@qis/langchain: deposit failed, and the agent went on without it. STORE_UNAVAILABLE: db.internal.example:6333 refuses connections.',
      ],
      ['@qis/langchain: query failed, and the agent went on without it. TypeError'],
    ]);
  });

  it('of an outcome that is no packet is told, too, and nothing is stored', async () => {
    const router = memoryRouter();
    const onError = vi.fn();
    const outcomeFrom = () => ({ ...outcome, delta_summary: 'x'.repeat(201) });
    await agent(router, fakeModel().respond(new AIMessage('a')), { outcomeFrom, onError }).invoke(
      asked(sameProblem),
    );
    expect(onError).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: 'INVALID_PACKET', field: 'delta_summary' }),
      'deposit',
    );
    expect(await packetsIn(router)).toEqual([]);
  });

  it('of outcomeFrom itself is the agent’s', async () => {
    const outcomeFrom = () => {
      throw new Error('a fault of the caller');
    };
    await expect(failing({ outcomeFrom, onError: () => {} }).invoke(asked(sameProblem))).rejects.toThrow(
      'a fault of the caller',
    );
  });

  it.each([
    [{ agentId: '' }, 'agentId'],
    [{ ttl: 1.5 }, 'ttl'],
    [{ maxTokens: 299 }, 'maxTokens'],
    [{ maxTokens: Number.NaN }, 'maxTokens'],
  ])('of an option is told at once: %j', (options, field) => {
    expect(() => qisMiddleware(brokenRouter, { agentId: 'bob#1', ...options })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', field }),
    );
  });
});

describe('a run', () => {
  it('that is aborted ends the query in the router, and is no failure to report', async () => {
    const router = new HangingRouter();
    const controller = new AbortController();
    const onError = vi.fn();
    const running = agent(router, fakeModel(), { onError }).invoke(asked(sameProblem), {
      signal: controller.signal,
    });
    const signal = await router.called;
    controller.abort();
    await expect(running).rejects.toThrow();
    expect(signal.aborted).toBe(true);
    expect(onError).not.toHaveBeenCalled();
  });

  it('that is aborted at the end ends the deposit, too', async () => {
    const router = new HangingRouter();
    const controller = new AbortController();
    const onError = vi.fn();
    const { query } = brokenRouter;
    const half = { query, deposit: router.deposit.bind(router) };
    const running = agent(half, fakeModel().respond(new AIMessage('a')), {
      outcomeFrom: () => outcome,
      onError,
    });
    const invoked = running.invoke(asked(sameProblem), { signal: controller.signal });
    const signal = await router.called;
    controller.abort();
    await expect(invoked).rejects.toThrow();
    expect(signal.aborted).toBe(true);
    expect(onError).toHaveBeenCalledExactlyOnceWith(unreachable, 'query');
  });

  it('has its callbacks told of query and deposit, as steps of their own, failed ones too', async () => {
    const told: string[] = [];
    const names = new Map<string, string>();
    const callbacks = [
      {
        handleChainStart: (...args: unknown[]) => void names.set(String(args[2]), String(args[7])),
        handleChainEnd: (_: unknown, run: string) => void told.push(`${names.get(run)} ended`),
        handleChainError: (_: unknown, run: string) => void told.push(`${names.get(run)} failed`),
      },
    ];
    const ours = () => told.splice(0).filter((step) => step.startsWith('qis '));
    const options = { outcomeFrom: () => outcome, onError: () => {} };
    const model = () => fakeModel().respond(new AIMessage('a'));
    await agent(await filled(), model(), options).invoke(asked(sameProblem), { callbacks });
    expect(ours()).toEqual(['qis query ended', 'qis deposit ended']);
    await agent(brokenRouter, model(), options).invoke(asked(sameProblem), { callbacks });
    expect(ours()).toEqual(['qis query failed', 'qis deposit failed']);
  });
});
