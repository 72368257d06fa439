/** No entry: what is looked for is not in the table. */
export const UNKNOWN = -1;

/** Where the hash of a piece begins: at the start of a word, or within one (`##ing`). FNV-1a over UTF-16 units. */
export const WORD_START = 0x811c9dc5;
export const WITHIN_WORD = 0x2f0b4c47;
const PRIME = 0x01000193;

const HASH_SIGN = 0x23;

export function extendHash(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, PRIME);
}

/**
 * The vocabulary, looked up in place: an open-addressing table as the file holds it, so that opening builds nothing.
 * Entries are UTF-16 strings one after another, those that continue a word with their `##`.
 */
export class PieceTable {
  readonly #units: Uint16Array;
  readonly #starts: Uint32Array;
  readonly #slots: Uint16Array;
  /** Units of the longest piece, its `##` not counted. */
  readonly maxLength: number;

  /**
   * Entry i is `units[starts[i]..starts[i + 1])`; a slot holds an entry's number + 1, or 0. A piece is looked for from
   * slot `slotOf(hash)` on, upwards, until an empty one; their number is a power of two.
   */
  constructor(units: Uint16Array, starts: Uint32Array, slots: Uint16Array, maxLength: number) {
    this.#units = units;
    this.#starts = starts;
    this.#slots = slots;
    this.maxLength = maxLength;
  }

  /** The entry equal to `length` units of `text` from `start`, or `UNKNOWN`. `hash` is theirs. */
  find(text: string, start: number, length: number, within: boolean, hash: number): number {
    const units = this.#units;
    const slots = this.#slots;
    const mask = slots.length - 1;
    const prefix = within ? 2 : 0;
    for (let slot = slotOf(hash, mask); ; slot = (slot + 1) & mask) {
      const entry = (slots[slot] as number) - 1;
      if (entry < 0) return UNKNOWN;
      let at = this.#starts[entry] as number;
      if ((this.#starts[entry + 1] as number) - at !== prefix + length) continue;
      if (within && (units[at] !== HASH_SIGN || units[at + 1] !== HASH_SIGN)) continue;
      at += prefix;
      let same = 0;
      while (same < length && units[at + same] === text.charCodeAt(start + same)) same++;
      if (same === length) return entry;
    }
  }
}

/** Folds the high bits in: the low bits of FNV alone depend on the low bits of the units only. */
function slotOf(hash: number, mask: number): number {
  return (hash ^ (hash >>> 15)) & mask;
}
