import { expect, test } from 'vitest';
import { HashedRows } from './hashed-rows.ts';

function rowsOf(...words: readonly string[]): Float64Array {
  const sum = new Float64Array(256);
  const hashed = new HashedRows(sum, 1);
  hashed.begin();
  for (const word of words) hashed.add(word, 0, word.length);
  return sum;
}

function cosine(a: Float64Array, b: Float64Array): number {
  const dot = a.reduce((sum, value, j) => sum + value * (b[j] as number), 0);
  return dot / (Math.hypot(...a) * Math.hypot(...b));
}

test('the same word has the same rows, to the bit', () => {
  expect(rowsOf('ошибка')).toEqual(rowsOf('ошибка'));
});

test('a word adds about the weight that was given', () => {
  for (const word of ['猫', 'ошибка', 'w'.repeat(500)]) {
    expect(Math.hypot(...rowsOf(word))).toBeGreaterThan(0.5);
  }
  expect(Math.hypot(...rowsOf('соединение'))).toBeCloseTo(1, 0);
});

test('words that share letters are nearer to each other than words that do not', () => {
  const related = cosine(rowsOf('подключение'), rowsOf('подключения'));
  const unrelated = cosine(rowsOf('подключение'), rowsOf('ошибка'));
  expect(related).toBeGreaterThan(0.5);
  expect(Math.abs(unrelated)).toBeLessThan(0.25);
});

test('the order of words counts', () => {
  expect(rowsOf('本', '日')).not.toEqual(rowsOf('日', '本'));
});

test('a part of a longer text hashes like the same letters alone', () => {
  const sum = new Float64Array(256);
  const hashed = new HashedRows(sum, 1);
  hashed.begin();
  hashed.add('до ошибка после', 3, 9);
  expect(sum).toEqual(rowsOf('ошибка'));
});
