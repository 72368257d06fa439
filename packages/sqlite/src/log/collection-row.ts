import type { Fingerprint } from '@qis/core';

/** An index file, built once and shared by all processes. */
export interface Snapshot {
  /** Its name, in the folder of the database. */
  readonly file: string;
  /** It holds the vectors of exactly those keys up to this one that were there when it was built, and perhaps some removed since. */
  readonly seq: number;
  readonly bytes: number;
  /** CRC-32 of the file. */
  readonly crc32: number;
  /** Vectors removed from the graph since it was last built from nothing. */
  readonly removed: number;
}

/** What a process has to know of its collection before it trusts what it holds. */
export interface CollectionState {
  readonly generation: number;
  readonly horizon: number;
  readonly fingerprint: Fingerprint | undefined;
  readonly snapshot: Snapshot | undefined;
}

export interface CollectionRow {
  readonly generation: number;
  readonly horizon: number;
  readonly fingerprint: string | null;
  readonly snapshot: string | null;
}

export function stateOf({ generation, horizon, fingerprint, snapshot }: CollectionRow): CollectionState {
  return {
    generation,
    horizon,
    fingerprint: fingerprint === null ? undefined : (JSON.parse(fingerprint) as Fingerprint),
    snapshot: snapshot === null ? undefined : (JSON.parse(snapshot) as Snapshot),
  };
}
