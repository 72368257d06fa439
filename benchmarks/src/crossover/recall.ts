import type { OutcomeTransport } from '@qis/core';
import { NOW } from './real-text.ts';

const TEN = 10;
/** A hit that scores as the exact tenth, but for rounding, counts: which of equals are found is open. */
const TIE = 1e-6;

/** The scores of the ten nearest live packets, descending. */
export async function topTenScores(transport: OutcomeTransport, vector: Float32Array): Promise<number[]> {
  const { hits } = await transport.search({ vector, limit: TEN, filter: { now: NOW } });
  return hits.map(({ score }) => score);
}

/** Share of the exact ten that were found, 0 to 1. */
export function recallAtTen(found: readonly number[], exact: readonly number[]): number {
  const tenth = exact[TEN - 1] ?? -1;
  return found.filter((score) => score >= tenth - TIE).length / TEN;
}

/** Resolves once every packet is in the graph that is to be there. */
export async function untilGraphStands(transport: OutcomeTransport): Promise<void> {
  while ((await transport.stats({ now: NOW })).details.pending !== 0) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
