import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Fingerprint, OutcomeRecord } from '@qis/core';
import { collectGarbage } from '../sqlite/collect-garbage.ts';
import { type Peer, PeerMissing, type PeerSource } from './peer.ts';

/** Stores that hold the same records, side by side in one process. */
export class Stage {
  readonly records: readonly OutcomeRecord[];
  /** Why peers are not there, by name. */
  readonly leftOut: Map<string, string> = new Map();
  /** Seconds that each took to load, by name. */
  readonly loadSeconds: Map<string, number> = new Map();
  readonly #folder: string;
  readonly #fingerprint: Fingerprint;
  readonly #signal: AbortSignal;
  readonly #peers: Peer[] = [];

  /** @param folder where it makes a folder for each store, which `close` removes. */
  constructor(
    folder: string,
    fingerprint: Fingerprint,
    records: readonly OutcomeRecord[],
    signal: AbortSignal,
  ) {
    this.#folder = join(folder, 'peers');
    this.#fingerprint = fingerprint;
    this.records = records;
    this.#signal = signal;
  }

  /** Opens and loads a store; undefined where it is not to be had here. */
  async load<P extends Peer>(source: PeerSource<P>): Promise<P | undefined> {
    this.#signal.throwIfAborted();
    const folder = join(this.#folder, String(this.#peers.length));
    mkdirSync(folder, { recursive: true });
    try {
      const peer = await source.open({ folder, fingerprint: this.#fingerprint });
      this.#peers.push(peer);
      await collectGarbage();
      const began = performance.now();
      await peer.load(this.records, this.#signal);
      this.loadSeconds.set(peer.name, (performance.now() - began) / 1_000);
      return peer;
    } catch (error) {
      if (!(error instanceof PeerMissing)) throw error;
      this.leftOut.set(source.name, error.message);
      return undefined;
    }
  }

  async close(): Promise<void> {
    for (const peer of this.#peers) await peer.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
