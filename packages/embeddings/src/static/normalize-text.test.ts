import { expect, test } from 'vitest';
import { normalizeText } from './normalize-text.ts';

test.each([
  ['plain ASCII is lower-cased', 'Error in FOO_BAR', 'error in foo_bar'],
  ['accents are dropped, composed or combining', 'Cre\u0300me BRÛLÉE', 'creme brulee'],
  ['control and format characters vanish without splitting a word', 'a\u0001b\u200bc\u007fd\ufeffe', 'abcde'],
  ['the replacement character vanishes', 'bad\ufffdchar', 'badchar'],
  ['white space of every kind becomes a blank', 'a\u00a0b\u2028c\u3000d', 'a b c d'],
  ['an ideograph stands alone, kana do not', '東京タワー', ' 東  京 タワー'],
  ['a last sigma is lower-cased like any other', 'ΟΔΟΣ', 'οδοσ'],
  ['a dotted capital I becomes a plain i', 'İ', 'i'],
])('%s', (_, text, normalized) => {
  expect(normalizeText(text)).toBe(normalized);
});

test('a lone surrogate is kept: it is not the normalizer that refuses texts', () => {
  expect(normalizeText('é\ud800')).toBe('e\ud800');
});
