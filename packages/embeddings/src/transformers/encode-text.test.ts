import { describe, expect, it } from 'vitest';
import { encodeText } from './encode-text.ts';
import type { PipelineTokenizer } from './pipeline.ts';

/** One token a word, an opening and a closing, and the library's cut: it takes the closing as well. */
function wordTokenizer(
  opening: readonly number[],
  closing: readonly number[],
  limit?: number,
): PipelineTokenizer {
  const tokenizer: PipelineTokenizer = (text, { truncation, max_length = Number.POSITIVE_INFINITY } = {}) => {
    const words = text.split(' ').filter((word) => word !== '');
    const ids = [...opening, ...words.map(Number), ...closing].map(BigInt);
    const kept = truncation ? ids.slice(0, max_length) : ids;
    return { input_ids: { data: BigInt64Array.from(kept), dims: [1, kept.length] } };
  };
  return limit === undefined ? tokenizer : Object.assign(tokenizer, { model_max_length: limit });
}

function words(count: number): string {
  return Array.from({ length: count }, (_, at) => 1_000 + at).join(' ');
}

function ids(tokenizer: PipelineTokenizer, text: string): number[] {
  return Array.from(encodeText(tokenizer, text).input_ids.data as BigInt64Array, Number);
}

describe('encodeText', () => {
  const bert = wordTokenizer([101], [102]);

  it('keeps up to 256 tokens as they are, those that the tokenizer adds among them', () => {
    expect(ids(bert, '5 6')).toEqual([101, 5, 6, 102]);
    expect(ids(bert, words(254))).toHaveLength(256);
    expect(ids(bert, words(254)).at(-2)).toBe(1_253);
  });

  it('cuts what is longer, and closes it as the tokenizer would have', () => {
    const cut = ids(bert, words(255));
    expect(cut).toHaveLength(256);
    expect(cut.slice(-2)).toEqual([1_253, 102]);
    expect(ids(bert, words(5_000))).toEqual(cut);
  });

  it('closes with as many tokens as the tokenizer does, or with none', () => {
    expect(ids(wordTokenizer([7], [8, 9]), words(300)).slice(-3)).toEqual([1_252, 8, 9]);
    expect(ids(wordTokenizer([7], []), words(300)).slice(-1)).toEqual([1_254]);
  });

  it('cuts earlier for a model that can read less, never later for one that can read more', () => {
    expect(ids(wordTokenizer([101], [102], 128), words(300))).toHaveLength(128);
    expect(ids(wordTokenizer([101], [102], 8_192), words(300))).toHaveLength(256);
  });
});
