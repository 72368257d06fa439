import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textFault, unwrapLines, withoutFaults } from './text.ts';

describe('textFault', () => {
  it.each([
    ['a bell', 'a\u0007b', 'U+0007'],
    ['a null', '\u0000', 'U+0000'],
    ['an escape, as in colours of a terminal', '\u001b[31m', 'U+001B'],
    ['a delete', '\u007f', 'U+007F'],
    ['a next-line control', '\u0085', 'U+0085'],
    ['a right-to-left override', 'gpj.\u202eexe', 'U+202E'],
    ['a left-to-right isolate', '\u2066', 'U+2066'],
    ['a right-to-left mark', '\u200f', 'U+200F'],
    ['an Arabic letter mark', '\u061c', 'U+061C'],
    ['half of a surrogate pair', 'a\ud83d', 'U+D83D'],
    ['the other half', '\udc4db', 'U+DC4D'],
    ['tag letters that hide a text', 'ok\u{e0069}\u{e0067}', 'U+E0069'],
    ['a language tag', '\u{e0001}', 'U+E0001'],
    ['a flag sequence that never ends', '\u{1f3f4}\u{e0067}\u{e0062}', 'U+E0067'],
    ['a flag sequence that says more than a region', `\u{1f3f4}${'\u{e0061}'.repeat(7)}\u{e007f}`, 'U+E0061'],
  ])('finds %s', (_, text, codePoint) => {
    expect(textFault(text)?.codePoint).toBe(codePoint);
  });

  it.each([
    ['a family, joined', '👩‍👩‍👧‍👦'],
    ['a flag of a region', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
    ['a variation selector', '❤️'],
    ['a zero-width non-joiner in Persian', 'می\u200cخواهم'],
    ['right-to-left scripts', 'שלום مرحبا'],
    ['combining marks', 'e\u0301'],
    ['nothing', ''],
  ])('lets pass %s', (_, text) => {
    expect(textFault(text)).toBeUndefined();
  });
});

it('unwraps lines and leaves other white space alone', () => {
  expect(unwrapLines('a\r\nb\tc\n\n\nd  e')).toBe('a b c d  e');
});

describe('withoutFaults', () => {
  const scotland = '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}';

  it('leaves a space where something unfit stood, and the rest as it is', () => {
    const pasted = `\u001b[31mFAIL\u001b[0m\r\n${scotland} gpj.\u202eexe \ud83d ok\u{e0069}`;
    expect(withoutFaults(pasted)).toBe(` [31mFAIL [0m  ${scotland} gpj. exe   ok `);
  });

  it('leaves no fault in any text, and changes none that has none', () => {
    const unit = fc.oneof(
      fc.constantFrom(
        '\u0000',
        '\u202e',
        '\ud83d',
        '\udc4d',
        '\u{1f3f4}',
        '\u{e0067}',
        '\u{e007f}',
        scotland,
        'a',
      ),
      fc.string({ unit: 'binary' }),
    );
    const property = fc.property(fc.array(unit), (units) => {
      const text = units.join('');
      const clean = withoutFaults(text);
      expect(textFault(clean)).toBeUndefined();
      if (textFault(text) === undefined) expect(clean).toBe(text);
    });
    fc.assert(property, { numRuns: 300 });
  });
});
