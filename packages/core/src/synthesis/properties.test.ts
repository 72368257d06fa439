import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { day, evidence, hit, now, problem, type Report } from '../../test/evidence.ts';
import type { OutcomeRecord } from '../transport.ts';
import { type Evidence, synthesizeEvidence } from './synthesize.ts';

const REMEDIES = [
  `${problem}: served the full certificate chain`,
  `${problem}: served the certificate chain whole`,
  'restarted nginx',
  'raise the timeout',
  'lower the timeout',
  '',
];

const anyReport: fc.Arbitrary<Report> = fc.record({
  voter: fc.constantFrom('ann', 'bob', 'cem', 'dora', 'eve'),
  says: fc.constantFrom(...REMEDIES),
  outcome_type: fc.constantFrom('resolved', 'partial', 'contradicted', 'open'),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  score: fc.constantFrom(0.2, 0.35, 0.5, 0.5, 0.9),
  age: fc.constantFrom(0, day, 40 * day),
});

/** Reports with distinct ids, and replies of some to others. */
const anyEvidence: fc.Arbitrary<Promise<Evidence>> = fc
  .tuple(
    fc.uniqueArray(anyReport, { maxLength: 14, selector: ({ voter, says }) => `${voter}/${says}` }),
    fc.array(fc.tuple(anyReport, fc.nat()), { maxLength: 8 }),
  )
  .map(async ([reports, replies]) => {
    const base = await evidence(reports);
    const targets = base.hits.map(({ id }) => id);
    const found = await Promise.all(
      replies.map(([reply, n], i) =>
        hit({
          ...reply,
          says: `${reply.says} ${i}`,
          in_reply_to: targets.length > 0 ? [targets[n % targets.length] ?? ''] : [],
        }),
      ),
    );
    return { ...base, replies: found };
  });

const bytes = (given: Evidence): string =>
  JSON.stringify(synthesizeEvidence(given, { explain: true, maxTokens: 10_000 }));

describe('a synthesis, whatever the evidence,', () => {
  it('is the same to the byte in any order', async () => {
    await fc.assert(
      fc.asyncProperty(anyEvidence, fc.infiniteStream(fc.nat()), async (made, order) => {
        const given = await made;
        const shuffled = <T>(list: readonly T[]): T[] =>
          list
            .map((each) => [order.next().value, each] as const)
            .sort(([a], [b]) => a - b)
            .map(([, each]) => each);
        expect(bytes({ ...given, hits: shuffled(given.hits), replies: shuffled(given.replies) })).toBe(
          bytes(given),
        );
      }),
    );
  });

  it('is the same with expired packets added', async () => {
    await fc.assert(
      fc.asyncProperty(anyEvidence, fc.array(anyReport, { maxLength: 5 }), async (made, more) => {
        const given = await made;
        const expired = (await evidence(more)).hits.map((each, i) => ({
          ...each,
          id: `${String(i).padStart(8, '0')}-0000-8000-8000-000000000000`,
          expires_at: now - 0.001,
        }));
        const replies: OutcomeRecord[] = expired.map((each) => ({
          ...each,
          packet: { ...each.packet, in_reply_to: given.hits.slice(0, 1).map(({ id }) => id) },
        }));
        const after = {
          ...given,
          hits: [...given.hits, ...expired],
          replies: [...given.replies, ...replies],
        };
        expect(bytes(after)).toBe(bytes(given));
      }),
    );
  });

  it('never shows a claim without its dissent', async () => {
    await fc.assert(
      fc.asyncProperty(anyEvidence, fc.integer({ min: 300, max: 1_500 }), async (made, maxTokens) => {
        const { claims } = synthesizeEvidence(await made, { maxTokens });
        for (const claim of claims) expect(claim.dissent > 0).toBe(claim.dissent_says !== undefined);
      }),
    );
  });
});

describe('a claim', () => {
  const chain = REMEDIES[0] ?? '';
  const anyVote = fc.record({
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    score: fc.double({ min: 0.3, max: 1, noNaN: true }),
    age: fc.double({ min: 0, max: 90 * day, noNaN: true }),
    outcome_type: fc.constantFrom('resolved', 'partial'),
  });
  const anyVoters = fc.array(fc.tuple(anyVote, fc.constantFrom('support', 'dispute', 'confirm')), {
    maxLength: 8,
  });

  /** The claim that the first voter makes, the others supporting it in the same words or replying to it. */
  async function claimOf(voters: readonly (readonly [Partial<Report>, string])[]) {
    const first: Report = { voter: 'first', says: chain };
    const in_reply_to = [(await hit(first)).id];
    const supporters = voters.flatMap(([vote, does], i): Report[] =>
      does === 'support' ? [{ ...vote, voter: `v${i}`, says: chain }] : [],
    );
    const replies = voters.flatMap(([vote, does], i): Report[] =>
      does === 'support'
        ? []
        : [
            {
              ...vote,
              voter: `v${i}`,
              says: 'a reply',
              in_reply_to,
              ...(does === 'dispute' && { outcome_type: 'contradicted' }),
            },
          ],
    );
    const given = await evidence([first, ...supporters], await Promise.all(replies.map(hit)));
    const [claim] = synthesizeEvidence(given, { explain: true, maxTokens: 10_000 }).claims;
    if (!claim?.explain) throw new Error('No claim was made.');
    return { claim, posterior: claim.explain.alpha / (claim.explain.alpha + claim.explain.beta) };
  }

  it('never becomes less likely by a new voter that supports it, in its own words or by reply', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyVoters,
        anyVote,
        fc.constantFrom('support', 'confirm'),
        async (voters, vote, does) => {
          const before = await claimOf(voters);
          const after = await claimOf([...voters, [vote, does]]);
          expect(after.posterior).toBeGreaterThanOrEqual(before.posterior - 1e-12);
          expect(after.claim.support).toBe(before.claim.support + 1);
        },
      ),
    );
  });

  it('of one voter that repeats itself never outranks the claim of three voters', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), anyVote, async (times, vote) => {
        const loud = Array.from(
          { length: times },
          (_, i): Report => ({
            ...vote,
            voter: 'loud',
            says: `tls nginx restarted${' hard'.repeat(i)}`,
          }),
        );
        const three = ['ann', 'bob', 'cem'].map(
          (voter): Report => ({ ...vote, voter, says: 'served the tls chain whole' }),
        );
        const answer = synthesizeEvidence(await evidence([...loud, ...three]));
        expect(answer.claims[0]).toMatchObject({ support: 3 });
        expect(answer.recommendation).toBe(answer.claims[0]?.id);
      }),
    );
  });

  it('that a user disputed sinks below one that nobody has tried', async () => {
    await fc.assert(
      fc.asyncProperty(anyVote, async ({ confidence }) => {
        const tried: Report = { voter: 'ann', says: chain, score: 0.9 };
        const untried: Report = { voter: 'cem', says: 'tls nginx restarted', score: 0.4, confidence };
        const reply = await hit({
          voter: 'bob',
          says: 'no',
          outcome_type: 'contradicted',
          in_reply_to: [(await hit(tried)).id],
        });
        const { claims } = synthesizeEvidence(await evidence([tried, untried], [reply]));
        expect(claims.map(({ dissent }) => dissent)).toEqual([0, 1]);
      }),
    );
  });
});
