import { mean, median } from '../statistics.ts';
import type { Peer, Tuning } from './peer.ts';
import type { Truth } from './truth.ts';

/** What every approximate search has to find, as a share of the ten nearest. */
export const RECALL = 0.95;

/** What a setting has to find of the queries that it is tried with, so that others find {@link RECALL} too. */
const TRIED_TO = 0.965;

/** A setting that was tried. */
export interface Trial {
  readonly choice: string;
  /** 0 to 1. */
  readonly recall: number;
  /** Median, in milliseconds. */
  readonly p50: number;
}

/** The fastest of those that find enough; where none does, the one that finds most. */
export function chooseTrial(trials: readonly Trial[]): Trial {
  const enough = trials.filter(({ recall }) => recall >= TRIED_TO);
  const better = (a: Trial, b: Trial): number => (enough.length > 0 ? a.p50 - b.p50 : b.recall - a.recall);
  return (enough.length > 0 ? enough : trials).toSorted(better)[0] as Trial;
}

/** Sets a peer to what is chosen of its settings, each tried with queries that are not measured later. */
export async function tune(
  { search }: Peer,
  tuning: Tuning,
  queries: readonly Float32Array[],
  truth: Truth,
  signal: AbortSignal,
): Promise<Trial> {
  const trials: Trial[] = [];
  for (const choice of tuning.choices) {
    tuning.choose(choice);
    const recalls: number[] = [];
    const times: number[] = [];
    for (const query of queries) {
      const began = performance.now();
      const found = await search(query);
      times.push(performance.now() - began);
      const ids = found.map(({ id }) => id);
      recalls.push(truth.recallOf(ids, query));
    }
    trials.push({ choice, recall: mean(recalls), p50: median(times) });
    signal.throwIfAborted();
  }
  const chosen = chooseTrial(trials);
  tuning.choose(chosen.choice);
  return chosen;
}
