import fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { evidence, hit, type Report } from '../../test/evidence.ts';
import { inertJson } from '../inert-json.ts';
import { synthesizeEvidence } from './synthesize.ts';

/** About as long as agents write. */
const REMEDIES = [
  'Switched the database to WAL mode and gave every connection a busy timeout of thirty seconds',
  'Opened a single connection for all of the writers, with a mutex around every transaction in it',
  'Moved temporary tables to another file, because they held up everybody else during backups',
  'Retry with jitter: up to ten times, from five milliseconds, doubling until half a second',
  'Vacuum only at night; by day a checkpoint of type TRUNCATE keeps the log small enough',
];

/** Each remedy with a reply that it failed. */
async function disputed(remedies: readonly string[]) {
  const advice = remedies.map((says, i): Report => ({ voter: `for-${i}`, says }));
  const replies = await Promise.all(
    advice.map(async (report, i) =>
      hit({
        voter: `against-${i}`,
        says: `did not help: ${report.says}`,
        outcome_type: 'contradicted',
        in_reply_to: [(await hit(report)).id],
      }),
    ),
  );
  return evidence(advice, replies);
}

describe('the budget', () => {
  it('has room by default for five disputed claims of usual length', async () => {
    const { claims, dropped } = synthesizeEvidence(await disputed(REMEDIES));
    expect(claims).toHaveLength(5);
    expect(claims.every(({ dissent_says }) => dissent_says !== undefined)).toBe(true);
    expect(dropped).toEqual({ claims: 0, tried_and_failed: 0, open_problems: 0 });
  });

  it('is never exceeded, whatever packets say, and no claim loses its dissent to it', async () => {
    const says = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 150 });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(says, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 300, max: 2_000 }),
        fc.boolean(),
        async (remedies, maxTokens, explain) => {
          const answer = synthesizeEvidence(await disputed(remedies), { maxTokens, maxClaims: 10, explain });
          expect(countTokens(JSON.stringify(answer))).toBeLessThanOrEqual(maxTokens);
          expect(answer.claims.every(({ dissent, dissent_says }) => dissent === 0 || dissent_says)).toBe(
            true,
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('counts what a text must escape as it is escaped', async () => {
    const marked = REMEDIES.map((says, i) => `${says.slice(0, 40)} ${i} ${'<'.repeat(60)}`);
    const answer = synthesizeEvidence(await disputed(marked), { maxTokens: 1_000 });
    expect(answer.claims).not.toHaveLength(0);
    expect(countTokens(inertJson(answer))).toBeLessThanOrEqual(1_000);
  });
});
