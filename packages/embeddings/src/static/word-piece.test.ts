import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import goldenPieces from '../../test/golden-pieces.json' with { type: 'json' };
import { readModel } from './model-file.ts';
import { normalizeText } from './normalize-text.ts';
import { extendHash, UNKNOWN, WITHIN_WORD, WORD_START } from './piece-table.ts';
import { WordPiece } from './word-piece.ts';

const model = readModel(readFileSync(new URL('../../models/static.bin', import.meta.url)));
const wordPiece = new WordPiece(model.pieces, model.pieceRows);

function idsOf(text: string): number[] {
  const { ids, count } = wordPiece.read(normalizeText(text));
  return [...ids.subarray(0, count)];
}

function entryOf(piece: string): number {
  if (piece === '[UNK]') return UNKNOWN;
  const within = piece.length > 2 && piece.startsWith('##');
  const letters = within ? piece.slice(2) : piece;
  let hash = within ? WITHIN_WORD : WORD_START;
  for (let at = 0; at < letters.length; at++) hash = extendHash(hash, letters.charCodeAt(at));
  const entry = model.pieces.find(letters, 0, letters.length, within, hash);
  if (entry === UNKNOWN) throw new Error(`the vocabulary lacks ${piece}`);
  return entry;
}

// Made by distill/golden.py with Hugging Face's tokenizers and the teacher's tokenizer.json.
test.each(goldenPieces)('the pieces of $text are those of the reference', ({ text, pieces }) => {
  expect(idsOf(text)).toEqual(
    pieces
      .split(' ')
      .filter((piece) => piece !== '')
      .map(entryOf),
  );
});

test('a text has the same pieces whatever was read before it', () => {
  const alone = idsOf('restart the scheduler');
  idsOf('x'.repeat(5_000));
  idsOf('数据库 ошибка '.repeat(1_000));
  expect(idsOf('restart the scheduler')).toEqual(alone);
});

test('words with a piece that has no row are named by where they stand', () => {
  const { rowless } = wordPiece.read('timeout ошибка timeout');
  expect(rowless).toEqual([8, 14]);
});
