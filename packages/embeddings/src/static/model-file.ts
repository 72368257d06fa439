import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { PairTable } from './pair-table.ts';
import { PieceTable } from './piece-table.ts';
import { QuantizedRows } from './quantized-rows.ts';

/** What a model file holds, as views of its bytes. */
export interface Model {
  readonly name: string;
  /** The first 12 hex digits of the file's SHA-256. */
  readonly revision: string;
  readonly dimensions: number;
  /** Entries below this number have the row of that number, the others none; pair i has row `pieceRows + i`. */
  readonly pieceRows: number;
  readonly pieces: PieceTable;
  readonly pairs: PairTable;
  readonly rows: QuantizedRows;
}

/**
 * The file, version 1, everything little-endian:
 *
 * | bytes | what |
 * | --- | --- |
 * | 0–7 | `QISTATIC` |
 * | 8–11 | version |
 * | 12–15 | length of the file |
 * | 16–19 | CRC-32 of everything after |
 * | 20–87 | number of sections (8) in four bytes, then offset and length of each; in bytes, offsets divisible by 8 |
 * | then | metadata (JSON), units, starts and slots of the pieces, keys and slots of the pairs, scales, nibbles |
 */
const MAGIC = 'QISTATIC';
const VERSION = 1;
const CHECKED_FROM = 20;
const SECTIONS = 8;
const HEADER_LENGTH = CHECKED_FROM + 4 + SECTIONS * 8;

interface Metadata {
  readonly model: string;
  readonly dimensions: number;
  readonly piece_rows: number;
  readonly longest_piece: number;
}

/** Reads a model from the bytes of its file without copying them. Throws an Error that says in which way they are no such file. */
export function readModel(file: Uint8Array): Model {
  // Typed arrays want aligned bytes; a pooled buffer may begin anywhere.
  const bytes = file.byteOffset % 8 === 0 ? file : new Uint8Array(file);
  checkBytes(bytes);
  const header = new Uint32Array(bytes.buffer, bytes.byteOffset, HEADER_LENGTH / 4);
  const section = (index: number): [ArrayBufferLike, number, number] => {
    const first = (CHECKED_FROM + 4) / 4 + index * 2;
    return [bytes.buffer, bytes.byteOffset + (header[first] as number), header[first + 1] as number];
  };
  const metadata = JSON.parse(Buffer.from(...section(0)).toString('utf8')) as Metadata;
  const scales = floats(section(6));
  return {
    name: metadata.model,
    revision: createHash('sha256').update(bytes).digest('hex').slice(0, 12),
    dimensions: metadata.dimensions,
    pieceRows: metadata.piece_rows,
    pieces: new PieceTable(shorts(section(1)), words(section(2)), shorts(section(3)), metadata.longest_piece),
    pairs: new PairTable(words(section(4)), shorts(section(5))),
    rows: new QuantizedRows(new Uint8Array(...section(7)), scales, metadata.dimensions),
  };
}

function checkBytes(bytes: Uint8Array): void {
  if (bytes.length < HEADER_LENGTH || Buffer.from(bytes.subarray(0, 8)).toString('latin1') !== MAGIC) {
    throw new Error('it is not a model file');
  }
  const [version, length, checksum] = new Uint32Array(bytes.buffer, bytes.byteOffset + 8, 3);
  if (version !== VERSION) throw new Error(`its format is version ${version}, this code reads ${VERSION}`);
  if (length !== bytes.length) throw new Error(`it has ${bytes.length} bytes and should have ${length}`);
  if (crc32(bytes.subarray(CHECKED_FROM)) !== checksum) throw new Error('its checksum is wrong');
}

type Section = [buffer: ArrayBufferLike, offset: number, bytes: number];

function shorts([buffer, offset, bytes]: Section): Uint16Array {
  return new Uint16Array(buffer, offset, bytes / 2);
}

function words([buffer, offset, bytes]: Section): Uint32Array {
  return new Uint32Array(buffer, offset, bytes / 4);
}

function floats([buffer, offset, bytes]: Section): Float32Array {
  return new Float32Array(buffer, offset, bytes / 4);
}
