import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readModel } from './model-file.ts';
import { extendHash, UNKNOWN, WITHIN_WORD, WORD_START } from './piece-table.ts';

const { pieces } = readModel(readFileSync(new URL('../../models/static.bin', import.meta.url)));

function find(piece: string, within: boolean, text: string = piece, start = 0): number {
  let hash = within ? WITHIN_WORD : WORD_START;
  for (let at = 0; at < piece.length; at++) hash = extendHash(hash, piece.charCodeAt(at));
  return pieces.find(text, start, piece.length, within, hash);
}

test('a piece is found by where it stands in a text', () => {
  expect(find('error', false)).not.toBe(UNKNOWN);
  expect(find('error', false, 'an error occurred', 3)).toBe(find('error', false));
});

test('a piece that starts a word and the same letters within a word are two entries', () => {
  expect(find('ing', true)).not.toBe(UNKNOWN);
  expect(find('ing', true)).not.toBe(find('ing', false));
});

test('what is no piece is not found', () => {
  expect(find('qxzqxz', false)).toBe(UNKNOWN);
  expect(find('##ing', false)).toBe(UNKNOWN);
});
