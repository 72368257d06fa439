type Alphabet =
  | 'digits'
  | 'hex'
  | 'lower'
  | 'lowerDigits'
  | 'upperDigits'
  | 'base32'
  | 'letters'
  | 'alnum'
  | 'base64'
  | 'base64url';

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ALPHABETS: Readonly<Record<Alphabet, string>> = {
  digits: DIGITS,
  hex: `${DIGITS}abcdef`,
  lower: LOWER,
  lowerDigits: LOWER + DIGITS,
  upperDigits: UPPER + DIGITS,
  base32: `${UPPER}234567`,
  letters: LOWER + UPPER,
  alnum: LOWER + UPPER + DIGITS,
  base64: `${LOWER}${UPPER}${DIGITS}+/`,
  base64url: `${LOWER}${UPPER}${DIGITS}-_`,
};

/** Draws of a seed: the same seed, the same draws. */
export class Random {
  #state: number;

  constructor(seed: string) {
    this.#state = fingerprint(seed);
  }

  /** From 0 up to, not including, 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number, both ends included. */
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  pick<T>(from: readonly [T, ...T[]]): T {
    return from[this.int(0, from.length - 1)] ?? from[0];
  }

  text(alphabet: Alphabet, length: number): string {
    const characters = ALPHABETS[alphabet];
    return Array.from({ length }, () => characters[this.int(0, characters.length - 1)]).join('');
  }

  uuid(): string {
    return [8, 4, 4, 4, 12].map((length) => this.text('hex', length)).join('-');
  }
}

/** 32 bits of a text (FNV-1a). */
export function fingerprint(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
