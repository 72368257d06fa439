import type { Fingerprint, OutcomePacket, OutcomeRecord } from '@qis/core';

/** One of the ten nearest, as every side hands it out: an object that can be read on, however it was stored. */
export interface Found {
  readonly id: string;
  readonly packet: OutcomePacket;
  /** Cosine similarity. */
  readonly score: number;
}

/** The ten nearest, the nearest first. */
export type Search = (vector: Float32Array) => Promise<readonly Found[]>;

/** Settings of an approximate search, of which the fastest that finds enough is taken. */
export interface Tuning {
  readonly choices: readonly string[];
  choose(choice: string): void;
}

/** A store that is compared, ours or another's. It begins empty. */
export interface Peer {
  readonly name: string;
  /** Takes all records in the way that is quickest for it, its index included, and leaves files as a closed store does. */
  load(records: readonly OutcomeRecord[], signal: AbortSignal): Promise<void>;
  /** Of those that are live at `NOW`, where it can tell. */
  readonly search: Search;
  /** The same without asking what is live, where it makes a difference. */
  readonly searchAll?: Search;
  readonly tuning?: Tuning;
  /** It searches what another has built, so how long it takes to load says nothing. */
  readonly borrows?: true;
  /** Adds records that are not there. Durable where the store is. */
  deposit(records: readonly OutcomeRecord[]): Promise<void>;
  /** On disk; absent where nothing is. */
  bytes?(): number;
  close(): Promise<void>;
}

/** What a peer is opened with. */
export interface Setup {
  /** Its own, empty, there. */
  readonly folder: string;
  readonly fingerprint: Fingerprint;
}

/** How a peer is had; it may not be there on this platform. */
export interface PeerSource<P extends Peer = Peer> {
  readonly name: string;
  /** @throws PeerMissing */
  open(setup: Setup): Promise<P>;
}

/** The package of a peer cannot be loaded here. */
export class PeerMissing extends Error {}

/** @param load loads the package, and nothing else: what fails there is left out, what fails in `open` is an error. */
export function peerSource<Module, P extends Peer>(
  name: string,
  load: () => Promise<Module>,
  open: (module: Module, setup: Setup) => P | Promise<P>,
): PeerSource<P> {
  return {
    name,
    open: async (setup) => {
      let module: Module;
      try {
        module = await load();
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
        throw new PeerMissing(`${name}: it cannot be loaded here (${reason}).`, { cause });
      }
      return open(module, setup);
    },
  };
}

export const LIMIT = 10;
