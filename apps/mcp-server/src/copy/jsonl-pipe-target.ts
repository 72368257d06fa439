import type { Writable } from 'node:stream';
import type { Fingerprint, OutcomeRecord } from '@qis/core';
import type { Item, Sorted, Target, Verdict } from './ends.ts';
import { encodeHeader, encodeRecord } from './line-codec.ts';

/** Lines of packets to whoever reads a pipe. What becomes of them there cannot be seen from here. */
export class JsonlPipeTarget implements Target {
  readonly name = 'jsonl';
  readonly strict = false;
  readonly #pipe: Writable;
  #written = 0;

  constructor(pipe: Writable) {
    this.#pipe = pipe;
  }

  open(fingerprint: Fingerprint): Promise<void> {
    return this.#write(encodeHeader(fingerprint));
  }

  async sort(items: readonly Item[]): Promise<Sorted> {
    return { wanted: items, refused: [], same: 0, newer: 0 };
  }

  async write(records: readonly OutcomeRecord[]): Promise<void> {
    await this.#write(records.map(encodeRecord).join(''));
    this.#written += records.length;
  }

  async finish(): Promise<Verdict> {
    const verified = [`the pipe took ${this.#written} lines of packets; who reads it must count them`];
    return { verified, differences: [] };
  }

  async close(): Promise<void> {}

  /** Resolves when the pipe has taken it; rejects with `EPIPE` when nobody reads any more. */
  #write(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#pipe.write(text, (error) => (error ? reject(error) : resolve()));
    });
  }
}
