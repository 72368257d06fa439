import { type Embedder, OutcomeRouter } from '@qis/core';
import { MemoryTransport } from '@qis/memory';
import type { Attack } from './attacks.ts';
import type { Remedies } from './corpus.ts';
import { seededRandom } from './random.ts';
import { type Conditions, type Report, reportsOn } from './world.ts';

/** A fleet's store an hour after the last report, and the judge's book: what each packet really is. */
export interface World {
  readonly router: OutcomeRouter;
  readonly book: ReadonlyMap<string, Report>;
}

/** Plays a world and deposits it, replies with the ids of what they reply to. The same seed gives the same world. */
export async function openWorld(
  corpus: readonly Remedies[],
  conditions: Conditions,
  seed: number,
  embedder: Embedder,
  attack: Attack = () => [],
): Promise<World> {
  const random = seededRandom(seed);
  const honest = corpus.map((remedies) => reportsOn(remedies, conditions, random));
  const now = Math.max(...honest.flat().map(timeOf)) + 3_600;
  const reports = [
    ...honest.flat().sort((a, b) => timeOf(a) - timeOf(b)),
    ...corpus.flatMap((remedies, i) => attack(remedies, honest[i] ?? [], now)),
  ];
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

function timeOf(report: Report): number {
  return report.packet.timestamp ?? 0;
}
