import type { OutcomeRecord } from '@qis/core';

/** How many records are read back at the end. */
export const SAMPLE_SIZE = 20;

/** Some of the records that passed by, each as likely as any other; of an id that passes again, the last. */
export class Sample {
  readonly #random: () => number;
  readonly #records: OutcomeRecord[] = [];
  readonly #places = new Map<string, number>();
  #offered = 0;

  /** @param random 0 to 1. */
  constructor(random: () => number) {
    this.#random = random;
  }

  get records(): readonly OutcomeRecord[] {
    return this.#records;
  }

  offer(record: OutcomeRecord): void {
    const place = this.#places.get(record.id) ?? this.#draw();
    const before = this.#records[place];
    if (place >= SAMPLE_SIZE) return;
    if (before) this.#places.delete(before.id);
    this.#records[place] = record;
    this.#places.set(record.id, place);
  }

  /** Reservoir sampling (Vitter, algorithm R): the n-th record comes in with a chance of size / n. */
  #draw(): number {
    const nth = this.#offered++;
    return nth < SAMPLE_SIZE ? nth : Math.floor(this.#random() * (nth + 1));
  }
}
