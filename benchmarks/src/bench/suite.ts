import type { Section } from './measurement.ts';
import type { TextSource } from './text-source.ts';

/** In the order in which they run. */
export const SUITE_NAMES = ['latency', 'peers', 'fleet', 'mcp', 'quality', 'synthesis'] as const;

export type SuiteName = (typeof SUITE_NAMES)[number];

/** How a run is to be. */
export interface RunOptions {
  /** Whether it takes all the time it needs; else it takes minutes. */
  readonly full: boolean;
  readonly seed: number;
  /** A store of the user's own, by URL. Absent: every store that can be had here. */
  readonly transport?: string;
  /** Text, and labelled problems where a suite needs labels. */
  readonly text: TextSource;
  /** Where stores are made. The run removes it. */
  readonly folder: string;
  /** Aborted by Ctrl-C: end soon; what was yielded before is kept. */
  readonly signal: AbortSignal;
  /** How far the suite is, from 0 to 1, and with what it is busy. */
  readonly progress: (share: number, what: string) => void;
}

/** One question that the benchmarks answer. */
export interface Suite {
  readonly name: SuiteName;
  /** The question, in a sentence. */
  readonly about: string;
  /** Measures. A section is yielded when it is whole, so that an interrupted run keeps those before it. */
  run(options: RunOptions): AsyncIterable<Section>;
}
