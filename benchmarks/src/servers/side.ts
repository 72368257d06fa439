import type { OutcomeRecord, OutcomeTransport } from '@qis/core';
import type { Footprint } from './footprint.ts';

/** Ids of the ten nearest, the nearest first. */
export type Search = (vector: Float32Array) => Promise<readonly string[]>;
/** Writes so many records, from the `first` on. */
export type Write = (first: number, rows: number) => Promise<void>;

/** A server, our transport over it, and its client alone making the same calls. */
export interface Side {
  readonly name: string;
  /** Where the server comes from, with its version. */
  readonly server: string;
  /** Our transports by name, each opened over a collection. */
  readonly open: Readonly<Record<string, (collection: string) => Promise<OutcomeTransport>>>;
  /** Adds records to what is searched, and waits until the server has done what it does in the background. */
  load(records: readonly OutcomeRecord[]): Promise<void>;
  /** Over what was loaded, the collection `searched`, by name. */
  readonly searches: Readonly<Record<string, Search>>;
  /** Into new collections, each its own, by name; of what was loaded. */
  writes(records: readonly OutcomeRecord[]): Promise<Readonly<Record<string, Write>>>;
  footprint(): Footprint | undefined;
  close(): Promise<void>;
}

export const LIMIT = 10;
/** Records in one call, as the router writes. */
export const BATCH = 256;
