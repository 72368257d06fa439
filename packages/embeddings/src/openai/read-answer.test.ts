import { describe, expect, it } from 'vitest';
import { readAnswer } from './read-answer.ts';

const one = { index: 0, embedding: [3, 4] };
const other = { index: 1, embedding: [0, -2] };

describe('readAnswer', () => {
  it('gives the vectors in the order of the texts, of length 1', () => {
    const vectors = readAnswer({ object: 'list', data: [other, one] }, 2, undefined);
    expect(vectors.map((vector) => [...vector])).toEqual([
      [Math.fround(0.6), Math.fround(0.8)],
      [0, -1],
    ]);
  });

  it.each<[string, unknown, string]>([
    ['nothing', null, 'no list of embeddings'],
    ['an error in the place of an answer', { error: { message: 'secret' } }, 'no list of embeddings'],
    ['too few vectors', { data: [one] }, '1 vectors for 2 texts'],
    ['too many vectors', { data: [one, other, other] }, '3 vectors for 2 texts'],
    ['one index twice', { data: [one, one] }, 'two vectors for one text'],
    ['no index', { data: [one, { embedding: [1, 0] }] }, 'index is missing or wrong'],
    ['an index of no text', { data: [one, { ...other, index: 2 }] }, 'index is missing or wrong'],
    ['a vector of other dimensions', { data: [one, { index: 1, embedding: [1] }] }, '1 dimensions where 2'],
    [
      'a number as a string',
      { data: [one, { index: 1, embedding: ['NaN', 1] }] },
      'no list of finite numbers',
    ],
    ['no number', { data: [one, { index: 1, embedding: [null, 1] }] }, 'no list of finite numbers'],
    ['base64', { data: [one, { index: 1, embedding: 'AACAPw==' }] }, 'no list of finite numbers'],
    ['no vector', { data: [one, null] }, 'index is missing or wrong'],
    ['a vector of nothing', { data: [one, { index: 1, embedding: [0, 0] }] }, 'without a direction'],
    ['an empty vector', { data: [{ index: 0, embedding: [] }, other] }, 'without a direction'],
    [
      'a vector beyond numbers',
      { data: [one, { index: 1, embedding: [1e200, 1e200] }] },
      'without a direction',
    ],
  ])('refuses %s', (_, answer, message) => {
    expect(() => readAnswer(answer, 2, undefined)).toThrow(
      expect.objectContaining({ code: 'EMBEDDER_FAILED', message: expect.stringContaining(message) }),
    );
  });

  it('refuses all vectors when they have not what was asked for', () => {
    expect(() => readAnswer({ data: [one, other] }, 2, 3)).toThrow('2 dimensions where 3 are expected');
  });

  it('quotes nothing of what it was given', () => {
    const answer = { data: [{ index: 'hunter2', embedding: ['hunter2'] }] };
    expect(() => readAnswer(answer, 1, undefined)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });
});
