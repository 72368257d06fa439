import { type Embedder, type Floor, OutcomeRouter } from '@qis/core';
import { MemoryTransport } from '@qis/memory';
import type { Remedies } from './corpus.ts';
import { seededRandom } from './random.ts';
import { RULES, type RuleName, rules } from './rules.ts';
import { type Conditions, QUESTION, type Report, reportsOn } from './world.ts';

/** For each problem how often a rule was right, 0 to 1, in the order of the problems. */
export type Shares = Readonly<Record<RuleName, readonly number[]>>;

export interface Evaluation {
  readonly corpus: readonly Remedies[];
  readonly conditions: Conditions;
  /** One world for each. */
  readonly seeds: readonly number[];
  readonly embedder: Embedder;
  /** Default the embedder's own. */
  readonly floor?: Floor;
}

/** Lets every rule answer for every problem in every world. */
export async function evaluate({ corpus, conditions, seeds, embedder, floor }: Evaluation): Promise<Shares> {
  const right = Object.fromEntries(RULES.map((rule) => [rule, corpus.map(() => 0)])) as Record<
    RuleName,
    number[]
  >;
  for (const seed of seeds) {
    const { router, book } = await worldOf(corpus, conditions, seed, embedder);
    const remedyOf = (id: string): string => labelOf(book.get(id), id);
    for (const [i, { id, problems }] of corpus.entries()) {
      const question = problems[QUESTION] ?? '';
      for (const rule of RULES) {
        const chosen = await rules[rule]({
          router,
          question,
          embedder,
          remedyOf,
          options: floor ? { floor } : {},
        });
        if (chosen !== undefined && remedyOf(chosen) === `${id} right`)
          right[rule][i] = (right[rule][i] ?? 0) + 1 / seeds.length;
      }
    }
    await router.close();
  }
  return right;
}

/** A fleet's store an hour after the last report. */
async function worldOf(
  corpus: readonly Remedies[],
  conditions: Conditions,
  seed: number,
  embedder: Embedder,
) {
  const random = seededRandom(seed);
  const reports = corpus
    .flatMap((remedies) => reportsOn(remedies, conditions, random))
    .sort((a, b) => timeOf(a) - timeOf(b));
  const now = timeOf(reports.at(-1)) + 3_600;
  const router = new OutcomeRouter({ transport: new MemoryTransport(), embedder, now: () => now });
  const ids = new Map<Report, string>();
  const book = new Map<string, Report>();
  for (const report of reports) {
    const used = report.replyTo && ids.get(report.replyTo);
    const { id } = await router.deposit({
      ...report.packet,
      ...(used !== undefined && { in_reply_to: [used] }),
    });
    ids.set(report, id);
    book.set(id, report);
  }
  return { router, book };
}

/** Packets that advise the same have the same label; those that say nothing agree with none. */
function labelOf(report: Report | undefined, id: string): string {
  if (!report || report.remedy === 'none') return id;
  return `${report.problem} ${report.remedy}`;
}

function timeOf(report: Report | undefined): number {
  return report?.packet.timestamp ?? 0;
}
