/** Rows of 4-bit numbers. Value j of a row is its scale × (nibble − 8); the low nibble of a byte comes first. */
export class QuantizedRows {
  readonly #nibbles: Uint8Array;
  readonly #scales: Float32Array;
  readonly #bytes: number;

  /** `dimensions` is even; row i has `scales[i]` and `dimensions / 2` bytes of `nibbles`. */
  constructor(nibbles: Uint8Array, scales: Float32Array, dimensions: number) {
    this.#nibbles = nibbles;
    this.#scales = scales;
    this.#bytes = dimensions / 2;
  }

  /** Adds row `row` to `sum`. In double precision, so that the order of rows is all that rounding depends on. */
  add(row: number, sum: Float64Array): void {
    const nibbles = this.#nibbles;
    const scale = this.#scales[row] as number;
    let at = row * this.#bytes;
    for (let j = 0; j < sum.length; j += 2) {
      const byte = nibbles[at++] as number;
      sum[j] = (sum[j] as number) + scale * ((byte & 15) - 8);
      sum[j + 1] = (sum[j + 1] as number) + scale * ((byte >> 4) - 8);
    }
  }
}
