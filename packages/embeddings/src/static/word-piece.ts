import { extendHash, type PieceTable, UNKNOWN, WITHIN_WORD, WORD_START } from './piece-table.ts';

/** A text as `WordPiece.read` leaves it. */
export interface Pieces {
  /** The first `count` are entry numbers in order, `UNKNOWN` for a word that the vocabulary cannot spell. */
  readonly ids: Int32Array;
  readonly count: number;
  /** Start and end, alternating, of the words that have a piece without a row. UTF-16 units. */
  readonly rowless: readonly number[];
}

/** The reference gives up on longer words. Code points. */
const MAX_WORD_LENGTH = 100;

const PUNCTUATION = /\p{P}/u;

/** Splits normalized text into words and punctuation, and each of these into the longest pieces there are, from the left. */
export class WordPiece {
  readonly #table: PieceTable;
  readonly #rows: number;
  readonly #hashes: Int32Array;
  #ids: Int32Array = new Int32Array(1_024);
  #count = 0;
  #rowless: number[] = [];
  #pieceLength = 0;

  /** The table's entries from number `rows` on have no row. */
  constructor(table: PieceTable, rows: number) {
    this.#table = table;
    this.#rows = rows;
    this.#hashes = new Int32Array(table.maxLength + 1);
  }

  /** Of text from `normalizeText`. The result holds until the next call: its array is used again. */
  read(text: string): Pieces {
    this.#count = 0;
    this.#rowless = [];
    // No piece is shorter than a unit, so there is room.
    if (this.#ids.length < text.length) this.#ids = new Int32Array(text.length * 2);
    let wordStart = 0;
    let at = 0;
    while (at < text.length) {
      const unit = text.charCodeAt(at);
      const next = at + (unit < 0x80 ? 1 : widthAt(text, at));
      const blank = unit === 0x20 || unit === 0x09 || unit === 0x0a || unit === 0x0d;
      if (blank || isPunctuation(unit, text, at, next)) {
        if (wordStart < at) this.#readWord(text, wordStart, at);
        if (!blank) this.#readWord(text, at, next);
        wordStart = next;
      }
      at = next;
    }
    if (wordStart < at) this.#readWord(text, wordStart, at);
    return { ids: this.#ids, count: this.#count, rowless: this.#rowless };
  }

  #readWord(text: string, start: number, end: number): void {
    const before = this.#count;
    let known = !isTooLong(text, start, end);
    let rows = known;
    for (let at = start; known && at < end; at += this.#pieceLength) {
      const id = this.#longestPiece(text, at, end, at > start);
      known = id !== UNKNOWN;
      rows &&= known && id < this.#rows;
      this.#ids[this.#count++] = id;
    }
    if (!known) {
      // One piece that is missing makes the whole word unknown, as in the reference.
      this.#count = before + 1;
      this.#ids[before] = UNKNOWN;
    }
    if (!rows) this.#rowless.push(start, end);
  }

  /** Leaves the length of what it found in `#pieceLength`. */
  #longestPiece(text: string, start: number, end: number, within: boolean): number {
    const hashes = this.#hashes;
    const longest = Math.min(end - start, this.#table.maxLength);
    let hash = within ? WITHIN_WORD : WORD_START;
    for (let length = 1; length <= longest; length++) {
      hash = extendHash(hash, text.charCodeAt(start + length - 1));
      hashes[length] = hash;
    }
    for (let length = longest; length > 0; length--) {
      const id = this.#table.find(text, start, length, within, hashes[length] as number);
      if (id === UNKNOWN) continue;
      this.#pieceLength = length;
      return id;
    }
    return UNKNOWN;
  }
}

function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) as number) > 0xffff ? 2 : 1;
}

/** ASCII's symbols, `$` and `+` among them, and Unicode's punctuation. */
function isPunctuation(unit: number, text: string, at: number, next: number): boolean {
  if (unit < 0x80) {
    return (
      (unit >= 0x21 && unit <= 0x2f) ||
      (unit >= 0x3a && unit <= 0x40) ||
      (unit >= 0x5b && unit <= 0x60) ||
      (unit >= 0x7b && unit <= 0x7e)
    );
  }
  return PUNCTUATION.test(text.slice(at, next));
}

function isTooLong(text: string, start: number, end: number): boolean {
  if (end - start <= MAX_WORD_LENGTH) return false;
  let length = 0;
  for (let at = start; at < end; at += widthAt(text, at)) length++;
  return length > MAX_WORD_LENGTH;
}
