import type { OutcomeRouter } from '@qis/core';
import { describe, expect, it } from 'vitest';
import {
  brokenRouter,
  HangingRouter,
  memoryRouter,
  outcome,
  packetsIn,
  sameProblem,
  unreachable,
} from '../test/fixture.ts';
import { QisRetriever } from './qis-retriever.ts';

async function filled(): Promise<OutcomeRouter> {
  const router = memoryRouter();
  await router.deposit({ ...outcome, agent_id: 'ann#1', domain_tags: ['npm'] });
  await router.deposit({ ...outcome, agent_id: 'bob#1', outcome_type: 'contradicted', confidence: 0.4 });
  return router;
}

const idsOf = async (retriever: QisRetriever): Promise<readonly (string | undefined)[]> =>
  (await retriever.invoke(sameProblem)).map(({ id }) => id);

describe('a document', () => {
  it('says what the problem was and how it went, with id, score and the packet in its metadata', async () => {
    const router = await filled();
    const [packet] = await packetsIn(router);
    const [document] = await new QisRetriever({ router, domainTags: ['npm'] }).invoke(sameProblem);
    expect(document).toEqual({
      id: packet?.id,
      pageContent: `Problem: ${outcome.problem_description}\nOutcome (resolved, confidence 0.9): ${outcome.delta_summary}`,
      metadata: { ...packet, score: expect.closeTo(0.69, 1) },
    });
  });
});

describe('the retriever', () => {
  it('hands on each filter of a query', async () => {
    const router = await filled();
    const [ann, bob] = (await packetsIn(router)).map(({ id }) => id);
    expect(await idsOf(new QisRetriever({ router }))).toEqual(expect.arrayContaining([ann, bob]));
    expect(await idsOf(new QisRetriever({ router, domainTags: ['npm'] }))).toEqual([ann]);
    expect(await idsOf(new QisRetriever({ router, minConfidence: 0.5 }))).toEqual([ann]);
    expect(await idsOf(new QisRetriever({ router, outcomeTypes: ['contradicted'] }))).toEqual([bob]);
    expect(await idsOf(new QisRetriever({ router, agentId: 'ann#1' }))).toEqual([bob]);
    expect(await idsOf(new QisRetriever({ router, agentId: 'ann#1', includeOwn: true }))).toHaveLength(2);
    expect(await idsOf(new QisRetriever({ router, floor: { rule: 'score', min_score: 0.99 } }))).toEqual([]);
  });

  it('finds honestly nothing where nothing is near', async () => {
    expect(await new QisRetriever({ router: await filled() }).invoke('how to bake sourdough bread')).toEqual(
      [],
    );
  });

  it('takes what a terminal prints, and texts of any length', async () => {
    const pasted = `\u001b[31m${sameProblem}\u001b[0m\r\n${' npm ERR!'.repeat(2_000)}`;
    const retriever = new QisRetriever({ router: await filled(), floor: { rule: 'none' } });
    expect(await retriever.invoke(pasted)).toHaveLength(2);
  });

  it('answers many texts in a batch, each by itself', async () => {
    const retriever = new QisRetriever({ router: await filled() });
    const [near, far] = await retriever.batch([sameProblem, 'how to bake sourdough bread']);
    expect([near?.length, far?.length]).toEqual([2, 0]);
  });

  it('tells callbacks of the invocation and its own: start, end and error', async () => {
    const told: unknown[] = [];
    const callbacks = [
      {
        handleRetrieverStart: (...args: unknown[]) => void told.push(['start', args[1], args[6]]),
        handleRetrieverEnd: (documents: readonly unknown[]) => void told.push(['end', documents.length]),
        handleRetrieverError: (error: unknown) => void told.push(['error', error]),
      },
    ];
    const config = { callbacks, runName: 'known outcomes' };
    await new QisRetriever({ router: await filled() }).invoke(sameProblem, config);
    const broken = new QisRetriever({ router: brokenRouter, callbacks });
    await expect(broken.invoke(sameProblem)).rejects.toBe(unreachable);
    expect(told).toEqual([
      ['start', sameProblem, 'known outcomes'],
      ['end', 2],
      ['start', sameProblem, undefined],
      ['error', unreachable],
    ]);
  });

  it('passes an abort on to the router', async () => {
    const router = new HangingRouter();
    const controller = new AbortController();
    const asking = new QisRetriever({ router }).invoke(sameProblem, { signal: controller.signal });
    const signal = await router.called;
    controller.abort();
    await expect(asking).rejects.toMatchObject({ code: 'ABORTED' });
    expect(signal.aborted).toBe(true);
  });

  it('shows nothing of its router to a tracer', async () => {
    const retriever = new QisRetriever({ router: await filled() });
    expect(JSON.stringify([retriever, retriever.lc_kwargs])).not.toMatch(/transport|embedder/);
  });
});
