import { describeFingerprint, type Fingerprint, OutcomeError, sameFingerprint } from '@qis/core';
import { assertNotAhead, assertVectorFits } from './admission.ts';
import { BATCH, type Batch, type Item, type ReadOptions, type Refused, type Source } from './ends.ts';
import { decodeHeader, decodeRecord, isHeader, parseLine, type RawLine } from './line-codec.ts';
import { MAX_LINE_BYTES, type NumberedLine, splitLines } from './split-lines.ts';

/**
 * What the last header says of the vectors below it. `none`: there was no header. `own`: they are as the target takes
 * them. `foreign`: of another model. `unreadable`: nothing is known of the lines below.
 */
type Space = 'none' | 'own' | 'foreign' | 'unreadable';

/** Lines of packets, from a file or a pipe. What is wrong with a line keeps back that line only. */
export class JsonlSource implements Source {
  readonly name = 'jsonl';
  readonly strict = true;
  readonly #lines: AsyncGenerator<NumberedLine>;
  readonly #now: () => number;
  /** Read by `open`, and not a header. */
  #first: NumberedLine | undefined;
  #header: Fingerprint | undefined;
  #space: Space = 'none';

  /** @param now seconds since the epoch. */
  constructor(chunks: AsyncIterable<Uint8Array>, now: () => number) {
    this.#lines = splitLines(chunks);
    this.#now = now;
  }

  async open(): Promise<Fingerprint | undefined> {
    const first = await this.#nextLine();
    if (first === undefined) return undefined;
    const line = tried(() => parseLine(first.text ?? ''));
    if (line === undefined || !isHeader(line)) {
      this.#first = first;
      return undefined;
    }
    try {
      this.#header = decodeHeader(line);
    } catch (error) {
      if (!OutcomeError.isInstance(error)) throw error;
      throw new OutcomeError(error.code, `line ${first.number}: ${error.message}`);
    }
    return this.#header;
  }

  async *read(options: ReadOptions): AsyncIterable<Batch> {
    if (this.#header) this.#space = spaceOf(this.#header, options);
    let items: Item[] = [];
    let refused: Refused[] = [];
    const batch = (): Batch => ({ items, refused, unreadable: 0 });
    for (let line = this.#first; ; line = undefined) {
      line ??= await this.#nextLine();
      if (line === undefined) break;
      const at = `line ${line.number}`;
      try {
        const item = this.#take(line, at, options);
        if (item) items.push(item);
      } catch (error) {
        if (!OutcomeError.isInstance(error)) throw error;
        refused.push({ at, error });
      }
      if (items.length + refused.length < BATCH) continue;
      yield batch();
      [items, refused] = [[], []];
    }
    yield batch();
  }

  async close(): Promise<void> {
    await this.#lines.return(undefined);
  }

  async #nextLine(): Promise<NumberedLine | undefined> {
    for (;;) {
      const { done, value } = await this.#lines.next();
      if (done) return undefined;
      if (value.text?.trim() !== '') return value;
    }
  }

  /** The record of a line; undefined where it is a header. */
  #take({ text }: NumberedLine, at: string, options: ReadOptions): Item | undefined {
    if (text === undefined) {
      throw new OutcomeError('INVALID_PACKET', `It is no UTF-8, or longer than ${MAX_LINE_BYTES} bytes.`);
    }
    const line = parseLine(text);
    if (isHeader(line)) this.#takeHeader(line, options);
    else return { at, record: this.#recordOf(line, options) };
    return undefined;
  }

  #takeHeader(line: RawLine, options: ReadOptions): void {
    this.#space = 'unreadable';
    const fingerprint = decodeHeader(line);
    this.#space = spaceOf(fingerprint, options);
    if (this.#space === 'own') return;
    const message = `The vectors below are of ${describeFingerprint(fingerprint)}, the copy is of ${describeFingerprint(options.fingerprint)}: copy them by themselves, or embed all texts anew (--embedder).`;
    throw new OutcomeError('EMBEDDER_MISMATCH', message);
  }

  #recordOf(line: RawLine, { fingerprint, withVectors }: ReadOptions): Item['record'] {
    if (this.#space === 'unreadable') {
      throw new OutcomeError('STORE_UNSUPPORTED', 'The header above it was refused.');
    }
    const { vector, ...record } = decodeRecord(line);
    assertNotAhead(record, this.#now());
    if (!vector || !withVectors) return record;
    if (this.#space === 'foreign') {
      throw new OutcomeError(
        'EMBEDDER_MISMATCH',
        'The header above it was refused: its vector is of another model.',
      );
    }
    if (this.#space === 'none') {
      const message =
        'It has a vector, and no header above says of which model: leave the vector out, or embed all texts anew (--embedder).';
      throw new OutcomeError('FINGERPRINT_MISSING', message, { field: 'vector' });
    }
    assertVectorFits(vector, fingerprint.dimensions);
    return { ...record, vector };
  }
}

function spaceOf(header: Fingerprint, { fingerprint, withVectors }: ReadOptions): Space {
  // Vectors that are left behind may be of any model.
  return !withVectors || sameFingerprint(header, fingerprint) ? 'own' : 'foreign';
}

function tried<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined; // refused with the other lines
  }
}
