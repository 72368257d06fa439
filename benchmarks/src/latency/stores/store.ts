import type { Fingerprint, OutcomeTransport } from '@qis/core';

/** A store under measurement, filled step by step. */
export interface Store {
  /** As it stands in the tables: `sqlite:`. */
  readonly name: string;
  /** Open. */
  readonly transport: OutcomeTransport;
  /** Whether it has nothing left to do in the background, given what it holds. Asked again until it is so. */
  settled(packets: number, query: Float32Array): Promise<boolean>;
  /** Milliseconds from the opening of another instance over the same packets to its first answer. Absent: nothing outlives it. */
  openAnew?(query: Float32Array): Promise<number>;
  /** What it takes of this machine. Absent where that cannot be told. */
  footprint?(look: FootprintLook): Promise<Footprint | undefined>;
  /** What is left behind, as a sentence, where something is. */
  close(): Promise<string | undefined>;
}

export interface FootprintLook {
  readonly queries: readonly Float32Array[];
  /** Of processes that are started for it. */
  readonly signal: AbortSignal;
}

/** Bytes, beside what the same program takes over an empty store. */
export interface Footprint {
  /** Resident, by number of processes over the same packets. */
  readonly resident: Readonly<Record<number, number>>;
  /** Absent where nothing is written. */
  readonly disk?: number;
}

/** What it takes to make a store. */
export interface Surroundings {
  /** For its files. */
  readonly folder: string;
  readonly fingerprint: Fingerprint;
  readonly now: number;
}

/** A store that can be had, or the reason why not. */
export type StoreOffer =
  | { readonly name: string; readonly start: (surroundings: Surroundings) => Promise<Store> }
  | { readonly name: string; readonly missing: string };

/** Milliseconds until a call has come to its end. */
export async function timed(call: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await call();
  return performance.now() - began;
}
