import type { LogWriter } from './log-writer.ts';

/** How many are removed for each one written; more than one, or they would come in faster than they go. */
const SWEPT_PER_WRITE = 4;
/** Writes from one look for expired records to the next: a look costs as much as half a write. */
const LOOK_EVERY = 16;
/** How long a record outlives its expiry before it may be swept, in seconds: for clocks that disagree and for copies. */
const SWEPT_AFTER = 3_600;

/** Removes records that expired, a few with each few writes. It tells the time by what is written. */
export class ExpirySweep {
  readonly #writer: LogWriter;
  /** The newest timestamp written, in seconds since the epoch. */
  #newest = 0;
  // The first write looks: a process may not live for a second one.
  #written = LOOK_EVERY;

  constructor(writer: LogWriter) {
    this.#writer = writer;
  }

  noteWritten(timestamp: number): void {
    this.#newest = Math.max(this.#newest, timestamp);
    this.#written++;
  }

  /** Inside the transaction of the writes. */
  run(): void {
    if (this.#written < LOOK_EVERY) return;
    this.#writer.sweep(this.#newest - SWEPT_AFTER, SWEPT_PER_WRITE * this.#written);
    this.#written = 0;
  }
}
