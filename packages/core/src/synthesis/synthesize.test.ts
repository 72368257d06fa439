import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { day, evidence, hit, idOf, now, problem, type Report } from '../../test/evidence.ts';
import { ListTransport } from '../../test/list-transport.ts';
import { WordEmbedder } from '../../test/word-embedder.ts';
import { estimateTokens } from '../estimate-tokens.ts';
import type { OutcomePacketInput } from '../packet.ts';
import { OutcomeRouter } from '../router.ts';
import type { Synthesis } from './answer.ts';
import { synthesizeEvidence } from './synthesize.ts';

const words = new WordEmbedder();

async function synthesis(reports: readonly Report[], options = {}): Promise<Synthesis> {
  return synthesizeEvidence(await evidence(reports), options);
}

const chain = 'served the full certificate chain';
const fullChain = 'served the full certificate chain to clients';

describe('claims', () => {
  it('gathers what says the same, and keeps the rest apart', async () => {
    const { claims } = await synthesis([
      { voter: 'ann', says: chain },
      { voter: 'bob', says: fullChain },
      { voter: 'cem', says: 'restarted nginx' },
    ]);
    expect(claims.map(({ support, delta_summary }) => [delta_summary, support])).toEqual([
      [chain, 2],
      ['restarted nginx', 1],
    ]);
  });

  it('never merges opposite advice because its words are alike', async () => {
    const { claims } = await synthesis([
      { voter: 'ann', says: 'raise the handshake timeout of the proxy' },
      { voter: 'bob', says: 'lower the handshake timeout of the proxy' },
      { voter: 'cem', says: 'do not raise the handshake timeout of the proxy' },
    ]);
    expect(claims).toHaveLength(3);
  });

  it('keeps one remedy on two problems apart', async () => {
    const [vector = new Float32Array()] = await words.embed(['the queue consumer hangs']);
    const base = await evidence([
      { voter: 'ann', says: 'restarted it' },
      { voter: 'bob', says: 'restarted it' },
    ]);
    const hits = base.hits.map((each, i) => (i === 0 ? each : { ...each, vector }));
    expect(synthesizeEvidence({ ...base, hits }).claims).toHaveLength(2);
  });

  it('puts a packet to the claim that it resembles most', async () => {
    const near = 'served the full certificate chain';
    const { claims } = await synthesis([
      { voter: 'ann', says: near, score: 0.9 },
      { voter: 'bob', says: 'moved the index page of apache', score: 0.8 },
      { voter: 'cem', says: 'apache served the certificate chain to clients', score: 0.7 },
    ]);
    expect(claims.map(({ delta_summary, support }) => [delta_summary.startsWith('moved'), support])).toEqual([
      [false, 2],
      [true, 1],
    ]);
  });

  it('counts fifty agents with one lesson as one claim with support fifty', async () => {
    const { claims } = await synthesis(
      Array.from({ length: 50 }, (_, i) => ({ voter: `agent-${i}`, says: chain })),
    );
    expect(claims).toMatchObject([{ support: 50, dissent: 0 }]);
  });

  it('recommends the best where it is likelier to work than not', async () => {
    const good = await synthesis([{ voter: 'ann', says: chain }]);
    expect(good.recommendation).toBe(good.claims[0]?.id);
    const bad = await synthesis([
      { voter: 'ann', says: chain, age: 90 * day },
      { voter: 'bob', says: `${chain} failed`, outcome_type: 'contradicted' },
    ]);
    expect(bad.claims[0]?.posterior).toBeLessThan(0.5);
    expect(bad).not.toHaveProperty('recommendation');
  });
});

describe('votes', () => {
  it('are one for each voter and claim: the newest', async () => {
    const { claims } = await synthesis([
      { voter: 'ann', says: chain, age: day, score: 0.9 },
      { voter: 'ann', says: fullChain, score: 0.8 },
    ]);
    expect(claims).toMatchObject([{ support: 1, delta_summary: fullChain }]);
  });

  const pertinent = `${problem}: served the chain`;

  it('weigh relevance, asserted and earned confidence and freshness, each shown under explain', async () => {
    const { claims } = await synthesis(
      [{ voter: 'ann', says: pertinent, age: 30 * day, score: 0.8, confidence: 0.5 }],
      { explain: true },
    );
    const [vote] = claims[0]?.explain?.votes ?? [];
    expect(vote).toMatchObject({
      voter: 'ann',
      side: 'support',
      relevance: 1,
      confidence: 0.5,
      earned: 0.5,
      freshness: 0.5,
    });
    expect(vote?.weight).toBeCloseTo(0.5 * 0.75 * 0.5, 10);
    expect(claims[0]?.explain).toMatchObject({
      alpha: 1.1875,
      beta: 1,
      newest: now - 30 * day,
      oldest: now - 30 * day,
    });
    expect(claims[0]?.explain?.effective_votes).toBeCloseTo(1, 10);
  });

  it('count half for a partial outcome', async () => {
    const report: Report = { voter: 'ann', says: pertinent, outcome_type: 'partial', confidence: 1 };
    const { claims } = await synthesis([report], { explain: true });
    expect(claims[0]?.explain?.alpha).toBeCloseTo(1.25, 10);
  });

  it('count less where the summary says nothing of its problem', async () => {
    const { claims } = await synthesis([{ voter: 'ann', says: 'works again' }], { explain: true });
    expect(claims[0]?.explain?.votes[0]?.relevance).toBeCloseTo(0.3, 10);
  });

  it('gain nothing by repeating the question word for word', async () => {
    const relevanceAt = async (score: number): Promise<number | undefined> => {
      const { claims } = await synthesis([{ voter: 'ann', says: pertinent, score }], { explain: true });
      return claims[0]?.explain?.votes[0]?.relevance;
    };
    expect(await relevanceAt(1)).toBe(await relevanceAt(0.4));
    expect(await relevanceAt(0.3)).toBeLessThan(1);
  });

  it('of one voter never outweigh those of three', async () => {
    const loud: Report[] = Array.from({ length: 3 }, (_, i) => ({
      voter: 'loud',
      says: `restarted nginx ${i}`,
    }));
    const { claims } = await synthesis([
      ...loud,
      ...['ann', 'bob', 'cem'].map((voter) => ({ voter, says: chain })),
    ]);
    expect(claims[0]).toMatchObject({ delta_summary: chain, support: 3 });
  });

  it('of a new supporter never lower the posterior', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (n, confidence) => {
          const before = await synthesis(
            Array.from({ length: n }, (_, i) => ({ voter: `v${i}`, says: chain })),
          );
          const more = await synthesis([
            ...Array.from({ length: n }, (_, i) => ({ voter: `v${i}`, says: chain })),
            { voter: 'new', says: chain, confidence },
          ]);
          expect(more.claims[0]?.posterior).toBeGreaterThanOrEqual(before.claims[0]?.posterior ?? 1);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('dissent', () => {
  const failed: Report = { voter: 'bob', says: `${chain} did not help`, outcome_type: 'contradicted' };

  it('is a failure whose words match the claim, shown beside it', async () => {
    const { claims, tried_and_failed } = await synthesis([{ voter: 'ann', says: chain }, failed]);
    expect(claims).toMatchObject([{ support: 1, dissent: 1, dissent_says: { delta_summary: failed.says } }]);
    expect(tried_and_failed).toEqual([]);
  });

  it.each([
    ['lower', 'raise'],
    ['raise', 'lower'],
  ])('is not a failure of the opposite: to %s, to %s', async (advice, opposite) => {
    const { claims, tried_and_failed } = await synthesis([
      { voter: 'ann', says: `${advice} the handshake timeout of the proxy` },
      {
        voter: 'bob',
        says: `${opposite} the handshake timeout of the proxy: no change`,
        outcome_type: 'contradicted',
      },
    ]);
    expect(claims).toMatchObject([{ dissent: 0 }]);
    expect(tried_and_failed).toHaveLength(1);
  });

  it('is a contradicted reply to a packet of the claim, whatever its words', async () => {
    const advice: Report = { voter: 'ann', says: chain };
    const { id } = await hit(advice);
    const reply = await hit({ voter: 'bob', says: 'no', outcome_type: 'contradicted', in_reply_to: [id] });
    const base = await evidence([advice]);
    const { claims } = synthesizeEvidence({ ...base, replies: [reply] });
    expect(claims).toMatchObject([{ support: 1, dissent: 1, dissent_says: { id: reply.id } }]);
    expect(claims[0]?.posterior).toBeLessThan(0.5); // a reply weighs more than a resemblance
  });

  it('makes a packet whose advice failed sink below an untried one', async () => {
    const tried: Report = { voter: 'ann', says: chain, score: 0.95 };
    const reply = await hit({
      voter: 'bob',
      says: 'no',
      outcome_type: 'contradicted',
      in_reply_to: [(await hit(tried)).id],
    });
    const base = await evidence([tried, { voter: 'cem', says: 'restarted nginx', score: 0.6 }]);
    const { claims } = synthesizeEvidence({ ...base, replies: [reply] });
    expect(claims.map((claim) => claim.delta_summary)).toEqual(['restarted nginx', chain]);
  });

  it('turns into support when the same voter reports a later success', async () => {
    const { claims } = await synthesis([
      { ...failed, voter: 'ann', age: day },
      { voter: 'ann', says: chain },
    ]);
    expect(claims).toMatchObject([{ support: 1, dissent: 0 }]);
  });
});

describe('replies that confirm', () => {
  it('support the claim they reply to, and are no claim of their own', async () => {
    const advice: Report = { voter: 'ann', says: chain };
    const { id } = await hit(advice);
    const confirmation: Report = { voter: 'bob', says: 'works here as well', in_reply_to: [id] };
    const { claims } = await synthesis([advice, confirmation], { explain: true });
    expect(claims).toMatchObject([{ support: 2, dissent: 0 }]);
    expect(claims[0]?.explain?.votes.find((vote) => vote.voter === 'bob')?.relevance).toBe(1);
  });
});

describe('open problems', () => {
  const waiting: Report = { voter: 'ann', says: '', outcome_type: 'open' };

  it('are listed, and never vote', async () => {
    const { claims, open_problems } = await synthesis([waiting]);
    expect(claims).toEqual([]);
    expect(open_problems).toEqual([{ id: (await hit(waiting)).id, problem_description: problem }]);
  });

  it('are open no longer once a reply resolves them', async () => {
    const reply = await hit({ voter: 'bob', says: chain, in_reply_to: [(await hit(waiting)).id] });
    const base = await evidence([waiting]);
    expect(synthesizeEvidence({ ...base, replies: [reply] }).open_problems).toEqual([]);
  });
});

describe('the answer', () => {
  it('says that nothing is known, and how near the nearest was', async () => {
    expect(await synthesis([{ voter: 'ann', says: chain, score: 0.29 }])).toMatchObject({
      nothing_known: { nearest_score: 0.29, below_floor: 1 },
      claims: [],
    });
    expect(await synthesis([])).toMatchObject({ nothing_known: { nearest_score: null, below_floor: 0 } });
    expect(await synthesis([{ voter: 'ann', says: chain }])).not.toHaveProperty('nothing_known');
  });

  it('is the same to the byte in whatever order the evidence comes', async () => {
    const types = ['resolved', 'partial', 'contradicted', 'open'] as const;
    const reports = fc.uniqueArray(
      fc.record({
        voter: fc.constantFrom('ann', 'bob', 'cem', 'dora'),
        says: fc.constantFrom(
          chain,
          fullChain,
          'restarted nginx',
          'raise the timeout',
          'lower the timeout',
          '',
        ),
        outcome_type: fc.constantFrom(...types),
        score: fc.constantFrom(0.2, 0.5, 0.5, 0.9),
        age: fc.constantFrom(0, day, 40 * day),
      }),
      { maxLength: 12, selector: ({ voter, says }) => `${voter}/${says}` },
    );
    await fc.assert(
      fc.asyncProperty(reports, fc.infiniteStream(fc.nat()), async (list, order) => {
        const base = await evidence(list);
        const replies = base.hits.map((each) => ({
          ...each,
          id: idOf(`re/${each.voter}`),
          packet: { ...each.packet, in_reply_to: [each.id] },
        }));
        const shuffle = <T>(items: readonly T[]): T[] =>
          items
            .map((item) => [order.next().value, item] as const)
            .sort((a, b) => a[0] - b[0])
            .map(([, item]) => item);
        const unique = [...new Map(replies.map((reply) => [reply.id, reply])).values()];
        const one = synthesizeEvidence({ ...base, replies: unique }, { explain: true });
        const other = synthesizeEvidence(
          { ...base, hits: shuffle(base.hits), replies: shuffle(unique) },
          { explain: true },
        );
        expect(JSON.stringify(other)).toBe(JSON.stringify(one));
      }),
    );
  });

  it('never shows a claim without its dissent, within any budget', async () => {
    const reports = Array.from({ length: 12 }, (_, i): Report[] => [
      { voter: `a${i}`, says: `step${i}a step${i}b step${i}c step${i}d` },
      {
        voter: `b${i}`,
        says: `step${i}a step${i}b step${i}c step${i}d failed`,
        outcome_type: 'contradicted',
      },
    ]).flat();
    for (const maxTokens of [300, 500, 1_000, 3_000]) {
      const answer = await synthesis(reports, { maxTokens, maxClaims: 10 });
      expect(estimateTokens(JSON.stringify(answer))).toBeLessThanOrEqual(maxTokens);
      expect(answer.claims.length).toBeGreaterThan(0);
      expect(answer.claims.every((claim) => claim.dissent === 1 && claim.dissent_says)).toBe(true);
      expect(answer.claims.length + answer.dropped.claims).toBe(12);
    }
  });
});

describe('gathering', () => {
  const ask = 'tls handshake fails';

  async function router(
    packets: readonly OutcomePacketInput[],
  ): Promise<{ router: OutcomeRouter; transport: ListTransport }> {
    const transport = new ListTransport();
    const made = new OutcomeRouter({ transport, embedder: words, now: () => now });
    await made.deposit(packets);
    return { router: made, transport };
  }

  function packet(voter: string, says: string): OutcomePacketInput {
    const outcome_type = 'resolved' as const;
    return {
      problem_description: `${ask} ${says}`,
      outcome_type,
      confidence: 0.9,
      delta_summary: says,
      agent_id: voter,
    };
  }

  it('hears quiet voters behind a loud one', async () => {
    const flood = Array.from({ length: 300 }, (_, i) => ({
      ...packet('loud', `x${i}`),
      problem_description: `${ask}`,
    }));
    const quiet = ['ann', 'bob', 'cem'].map((voter) => packet(voter, chain));
    const { claims, dropped } = await (await router([...flood, ...quiet])).router.synthesize(ask);
    expect(claims[0]).toMatchObject({ delta_summary: chain, support: 3 });
    expect(claims.length + dropped.claims).toBe(4); // three of the loud one at most
  });

  it('finds replies wherever they lie, the asking agent’s own among them', async () => {
    const { router: one } = await router([packet('ann', chain)]);
    const [advice] = (await one.query(ask)).hits;
    const reply: OutcomePacketInput = {
      problem_description: 'something else entirely',
      outcome_type: 'contradicted',
      confidence: 1,
      delta_summary: 'no change',
      agent_id: 'bob#1',
      in_reply_to: [advice?.id ?? ''],
    };
    await one.deposit(reply);
    const { claims } = await one.synthesize(ask, undefined, { agentId: 'bob#1' });
    expect(claims).toMatchObject([{ support: 1, dissent: 1 }]);
  });

  it('deposits an outcome first, where one is given', async () => {
    const { router: one, transport } = await router([packet('ann', chain)]);
    const { deposited, claims } = await one.synthesize(ask, packet('bob#1', fullChain), { agentId: 'bob#1' });
    expect(transport.records.has(deposited?.id ?? '')).toBe(true);
    expect(claims).toMatchObject([{ support: 1 }]); // its own words are no news to it
  });

  it('embeds a summary once', async () => {
    const { router: one } = await router([packet('ann', chain)]);
    await one.synthesize(ask);
    const before = words.embedded.length;
    await one.synthesize(ask);
    expect(words.embedded.slice(before)).toEqual([ask]);
  });

  it.each([
    ['maxClaims', { maxClaims: 11 }],
    ['maxTokens', { maxTokens: 299 }],
    ['explain', { explain: 'yes' }],
    ['topK', { topK: 3 }],
  ])('refuses a bad %s, naming it', async (field, options) => {
    const { router: one } = await router([]);
    await expect(one.synthesize(ask, undefined, options as object)).rejects.toMatchObject({
      code: 'INVALID_QUERY',
      field,
    });
  });
});
