/** Units put before and after a word, so that its first and last letters differ from the same ones within. */
const BEFORE = 0x02;
const AFTER = 0x03;
const GRAM = 3;

// Three kinds of features start their hashes apart.
const WORD = 0x5bd1e995;
const PART = 0x1b873593;
const PAIR = 0x85ebca6b;

/**
 * Rows for words that the vocabulary has none for: text in other scripts, emoji, endless words. A word is itself, its
 * character trigrams and the pair that it makes with the last such word; each of these has a row of random signs that
 * follow from its hash, so that it takes no room in the file. Rows of different features are nearly orthogonal; texts
 * are alike as far as they share features ("hashing trick", Weinberger et al. 2009). No meaning is known here.
 */
export class HashedRows {
  readonly #sum: Float64Array;
  readonly #weight: number;
  readonly #pairValue: number;
  #lastWord: number | undefined;

  /** Adds to `sum`, whose length is a multiple of 32. A word adds a vector of about length `weight`, a pair 0.7 of that. */
  constructor(sum: Float64Array, weight: number) {
    this.#sum = sum;
    this.#weight = weight;
    this.#pairValue = weight / Math.sqrt(2 * sum.length);
  }

  /** Forgets the word before: a new text begins. */
  begin(): void {
    this.#lastWord = undefined;
  }

  /** Adds the word `text[start..end)`. Words of one text come in order. */
  add(text: string, start: number, end: number): void {
    const length = end - start;
    const each = this.#weight / Math.sqrt((length + 1) * this.#sum.length);
    const word = hashUnits(WORD, text, start, end);
    this.#addSigns(word, each);
    for (let at = start - 1; at <= end - GRAM + 1; at++) {
      let hash = PART;
      for (let unit = at; unit < at + GRAM; unit++) {
        hash = mix(hash, unit < start ? BEFORE : unit >= end ? AFTER : text.charCodeAt(unit));
      }
      this.#addSigns(hash, each);
    }
    if (this.#lastWord !== undefined) this.#addSigns(mix(mix(PAIR, this.#lastWord), word), this.#pairValue);
    this.#lastWord = word;
  }

  /** Adds `value` or `-value` to each number of the sum, as the bits that follow from `hash` say. */
  #addSigns(hash: number, value: number): void {
    const sum = this.#sum;
    let state = hash;
    for (let at = 0; at < sum.length; ) {
      state = (state + 0x9e3779b9) | 0;
      let bits = finish(state);
      for (const end = at + 32; at < end; at++) {
        sum[at] = (sum[at] as number) + (bits & 1 ? value : -value);
        bits >>>= 1;
      }
    }
  }
}

function hashUnits(seed: number, text: string, start: number, end: number): number {
  let hash = seed;
  for (let at = start; at < end; at++) hash = mix(hash, text.charCodeAt(at));
  return hash;
}

/** One step of MurmurHash3 (32 bits, Appleby, public domain). */
function mix(hash: number, value: number): number {
  let k = Math.imul(value, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const h = hash ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

/** MurmurHash3's finalizer: every bit of the input changes half of the output's. */
function finish(state: number): number {
  let h = state;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
