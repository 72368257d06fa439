import { HashedRows } from './hashed-rows.ts';
import type { Model } from './model-file.ts';
import { normalizeText } from './normalize-text.ts';
import { UNKNOWN } from './piece-table.ts';
import { WordPiece } from './word-piece.ts';

/** Length of what an unknown word adds. Rows of known pieces are about 1 long: what is understood should outweigh it. */
const UNKNOWN_WORD_WEIGHT = 0.5;

/** Text to vector: the rows of its pieces and of its pairs of neighbours, and hashed rows for the rest, summed, of length 1. */
export class Vectorizer {
  readonly #model: Model;
  readonly #wordPiece: WordPiece;
  readonly #sum: Float64Array;
  readonly #hashed: HashedRows;

  constructor(model: Model) {
    this.#model = model;
    this.#wordPiece = new WordPiece(model.pieces, model.pieceRows);
    this.#sum = new Float64Array(model.dimensions);
    this.#hashed = new HashedRows(this.#sum, UNKNOWN_WORD_WEIGHT);
  }

  /** Of a text that is not blank. The result is the caller's. */
  vectorOf(text: string): Float32Array {
    this.#sum.fill(0);
    this.#hashed.begin();
    const normalized = normalizeText(text);
    const { ids, count, rowless } = this.#wordPiece.read(normalized);
    this.#addRows(ids, count);
    for (let word = 0; word < rowless.length; word += 2) {
      this.#hashed.add(normalized, rowless[word] as number, rowless[word + 1] as number);
    }
    // Text of joiners or combining marks alone has no words, and rows might cancel out: then the text as it stands counts.
    if (this.#sum.every((value) => value === 0)) this.#hashed.add(text, 0, text.length);
    return this.#unit();
  }

  #addRows(ids: Int32Array, count: number): void {
    const { rows, pairs, pieceRows } = this.#model;
    let last = UNKNOWN;
    for (let at = 0; at < count; at++) {
      const id = ids[at] as number;
      if (id !== UNKNOWN && id < pieceRows) rows.add(id, this.#sum);
      const pair = last === UNKNOWN || id === UNKNOWN ? UNKNOWN : pairs.find(last, id);
      if (pair !== UNKNOWN) rows.add(pieceRows + pair, this.#sum);
      last = id;
    }
  }

  #unit(): Float32Array {
    const sum = this.#sum;
    let squares = 0;
    for (let j = 0; j < sum.length; j++) squares += (sum[j] as number) ** 2;
    const length = Math.sqrt(squares);
    const vector = new Float32Array(sum.length);
    for (let j = 0; j < sum.length; j++) vector[j] = (sum[j] as number) / length;
    return vector;
  }
}
