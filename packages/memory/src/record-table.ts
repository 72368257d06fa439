import type { OutcomeRecord } from '@qis/core';

/** A stored record. Its vector is in the index, under the same key. */
export interface Entry {
  /** Counts up with every id that is new, so that the table is in the order of keys. */
  readonly key: number;
  record: Omit<OutcomeRecord, 'vector'>;
  removed: boolean;
}

/** Records by id and by key, in the order in which their ids first came. */
export class RecordTable {
  readonly #byId = new Map<string, Entry>();
  readonly #byKey = new Map<number, Entry>();
  /** In the order of keys. Removed entries stay until they are half, so that removing one moves nothing. */
  #inOrder: Entry[] = [];
  #nextKey = 0;
  #hand = 0;

  get size(): number {
    return this.#byId.size;
  }

  get(id: string): Entry | undefined {
    return this.#byId.get(id);
  }

  /** The record of a key that is there. */
  at(key: number): Entry {
    return this.#byKey.get(key) as Entry;
  }

  add(record: Entry['record']): Entry {
    const entry = { key: this.#nextKey++, record, removed: false };
    this.#byId.set(record.id, entry);
    this.#byKey.set(entry.key, entry);
    this.#inOrder.push(entry);
    return entry;
  }

  remove(entry: Entry): void {
    entry.removed = true;
    this.#byId.delete(entry.record.id);
    this.#byKey.delete(entry.key);
    if (this.#inOrder.length <= 2 * this.size) return;
    const present = (entry: Entry): boolean => !entry.removed;
    this.#hand = this.#inOrder.slice(0, this.#hand).filter(present).length;
    this.#inOrder = this.#inOrder.filter(present);
  }

  /** The entries whose keys are above `key`, in order. Not to be held while the table changes. */
  *after(key: number): Generator<Entry> {
    for (let at = this.#positionAfter(key); at < this.#inOrder.length; at++) {
      const entry = this.#inOrder[at] as Entry;
      if (!entry.removed) yield entry;
    }
  }

  /** The entry at the hand of a clock that goes round the table; each call moves it on by one. */
  tick(): Entry | undefined {
    if (this.#hand >= this.#inOrder.length) this.#hand = 0;
    const entry = this.#inOrder[this.#hand++];
    return entry?.removed ? undefined : entry;
  }

  #positionAfter(key: number): number {
    let low = 0;
    let high = this.#inOrder.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#inOrder[middle] as Entry).key <= key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
