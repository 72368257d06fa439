import { UNKNOWN } from './piece-table.ts';

/** Pieces that have a row together, beside their own. Sorted by first, then second entry number; pair i has row `i` of the pairs. */
export class PairTable {
  readonly #keys: Uint32Array;
  readonly #slots: Uint16Array;

  /** `keys[i]` is `first << 16 | second`; a slot holds i + 1, or 0, found as in `PieceTable`. */
  constructor(keys: Uint32Array, slots: Uint16Array) {
    this.#keys = keys;
    this.#slots = slots;
  }

  /** The number of the pair, or `UNKNOWN`. Both are entry numbers, 0 to 65,534. */
  find(first: number, second: number): number {
    const key = ((first << 16) | second) >>> 0;
    const mask = this.#slots.length - 1;
    for (let slot = slotOf(key, mask); ; slot = (slot + 1) & mask) {
      const pair = (this.#slots[slot] as number) - 1;
      if (pair < 0) return UNKNOWN;
      if (this.#keys[pair] === key) return pair;
    }
  }
}

/** Multiplicative hashing (Knuth, TAOCP 6.4) with 2^32 / golden ratio; the high half is the well-mixed one. */
function slotOf(key: number, mask: number): number {
  return (Math.imul(key, 0x9e3779b1) >>> 16) & mask;
}
