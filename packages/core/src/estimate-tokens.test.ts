import fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { estimateTokens, ONE_TOKEN } from './estimate-tokens.ts';

/** Characters that tokenizers treat in ways of their own, to be mixed with any others. */
const ODD = [
  ...'abcdefghijklmnopqrstuvwxyz',
  ...' \n\t/\\"\'{}[],:._-sStTlLeE0123456789',
  ...'\u0300\u02B0ſKéàßЖя你好한国ÅI\u00A0\u2028',
];

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.string({ unit: fc.constantFrom(...ODD), maxLength: 80 }),
  fc
    .array(fc.constantFrom(...ONE_TOKEN, ' ', 'x', '"', '.', '_', 'É'), { maxLength: 20 })
    .map((pieces) => pieces.join('')),
);

describe('an estimate of tokens', () => {
  it('is never lower than what o200k counts, for any Unicode', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        // Ill-formed text becomes well-formed on its way to a model.
        expect(estimateTokens(text)).toBeGreaterThanOrEqual(countTokens(text.toWellFormed()));
      }),
      { numRuns: 20_000 },
    );
  });

  it('rests on pieces that are one token each', () => {
    expect([...ONE_TOKEN].filter((piece) => countTokens(piece) !== 1)).toEqual([]);
  });

  it.each([
    ['an English sentence', 'Raised the limit of the proxy and restarted it: clients connect again.', 1.8],
    ['an id', '0f3c9a52-7b1d-8e64-9d20-5a6b7c8d9e0f', 1.3],
  ])('of %s is not far too high', (_, text, factor) => {
    expect(estimateTokens(text)).toBeLessThanOrEqual(factor * countTokens(text));
  });
});
