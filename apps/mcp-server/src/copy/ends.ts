import type { Fingerprint, OutcomeError, OutcomeRecord } from '@qis/core';

/** Records that travel together. */
export const BATCH = 256;

/** A record on its way. Without a vector it is embedded before it arrives. */
export interface Item {
  /** Where it comes from, for messages: `line 7`, `packet 0b2c…`. */
  readonly at: string;
  readonly record: OutcomeRecord;
}

/** What did not pass, and why. */
export interface Refused {
  readonly at: string;
  readonly error: OutcomeError;
}

export interface Batch {
  readonly items: readonly Item[];
  readonly refused: readonly Refused[];
  /** Records that the source holds and cannot read. */
  readonly unreadable: number;
}

export interface ReadOptions {
  /** The space of the vectors that the target takes. */
  readonly fingerprint: Fingerprint;
  /** Whether vectors are carried; otherwise all texts are embedded anew. */
  readonly withVectors: boolean;
}

/** Where packets come from. */
export interface Source {
  /** For messages: `sqlite`, `jsonl`. */
  readonly name: string;
  /** Whether what it reads has been checked as for a deposit. */
  readonly strict: boolean;
  /** Live packets that it held when it was opened. Absent where that cannot be known. */
  readonly packets?: number | undefined;
  /**
   * The space of its vectors; undefined where it has none to carry.
   * @throws OutcomeError `FINGERPRINT_MISSING` where it has vectors to carry and does not say of which model.
   */
  open(withVectors: boolean): Promise<Fingerprint | undefined>;
  read(options: ReadOptions): AsyncIterable<Batch>;
  close(): Promise<void>;
}

/** What the target makes of a batch before anything is embedded or written. */
export interface Sorted {
  /** Worth writing, in order. */
  readonly wanted: readonly Item[];
  readonly refused: readonly Refused[];
  /** There already, exactly so. */
  readonly same: number;
  /** There already, with a newer timestamp. */
  readonly newer: number;
}

/** What was compared once everything had arrived. */
export interface Verdict {
  /** What was found to be right, in sentences. */
  readonly verified: readonly string[];
  /** What was found to be wrong, in sentences. */
  readonly differences: readonly string[];
}

/** Where packets go. */
export interface Target {
  readonly name: string;
  /** Whether it takes only what a deposit could leave. A file takes whatever could be read. */
  readonly strict: boolean;
  /** @throws OutcomeError `EMBEDDER_MISMATCH` where it holds vectors of another space. */
  open(fingerprint: Fingerprint): Promise<void>;
  sort(items: readonly Item[]): Promise<Sorted>;
  /** Takes records with their vectors, after `sort`. */
  write(records: readonly OutcomeRecord[]): Promise<void>;
  /** Makes sure that everything has arrived. */
  finish(onProgress: (count: number) => void): Promise<Verdict>;
  /** Also after a failure; then nothing half done is left that could be taken for whole. */
  close(): Promise<void>;
}
