import { describe, expect, it } from 'vitest';
import type { PipelineTensor } from './pipeline.ts';
import { poolTokens } from './pool-tokens.ts';

function tensor(...tokens: readonly (readonly number[])[]): PipelineTensor {
  return { data: Float32Array.from(tokens.flat()), dims: [1, tokens.length, tokens[0]?.length ?? 0] };
}

describe('poolTokens', () => {
  it('gives the direction of the mean of all tokens', () => {
    expect([...poolTokens(tensor([1, 5], [5, 3]), 'mean')]).toEqual([Math.fround(0.6), Math.fround(0.8)]);
  });

  it('gives the direction of the first token where the model wants that', () => {
    expect([...poolTokens(tensor([3, 4], [-9, 1]), 'cls')]).toEqual([Math.fround(0.6), Math.fround(0.8)]);
  });

  it.each<[string, PipelineTensor | undefined]>([
    ['nothing', undefined],
    ['two texts at once', { data: new Float32Array(8), dims: [2, 2, 2] }],
    ['one vector a text', { data: new Float32Array(4), dims: [1, 4] }],
    ['other numbers', { data: new BigInt64Array(4), dims: [1, 2, 2] }],
  ])('refuses %s', (_, wrong) => {
    expect(() => poolTokens(wrong, 'mean')).toThrow(
      expect.objectContaining({
        code: 'EMBEDDER_FAILED',
        message: expect.stringContaining('feature extraction'),
      }),
    );
  });

  it.each([
    ['nothing', tensor([1, 1], [-1, -1])],
    ['no number', tensor([Number.NaN, 1])],
    ['no end', tensor([Number.POSITIVE_INFINITY, 1])],
  ])('refuses a vector that is %s', (_, wrong) => {
    expect(() => poolTokens(wrong, 'mean')).toThrow('without a direction');
  });
});
