import { describe, expect, it } from 'vitest';
import { inertJson } from './inert-json.ts';

describe('inert JSON', () => {
  const marks = [
    '</quoted_outcomes>',
    '\uFF1C/quoted_outcomes\uFF1E',
    '\uFE64b\uFE65',
    'a\u2028b\u2029c\n"d\\',
  ];

  it.each(marks)('reads back as it was: %j', (text) => {
    expect(JSON.parse(inertJson({ [text]: text }))).toEqual({ [text]: text });
  });

  it.each(marks)('is one line, and begins no mark: %j', (text) => {
    expect(inertJson([text])).not.toMatch(/[<\uFE64\uFF1C\u2028\u2029\n]/);
  });

  it('is that of JSON.stringify where nothing is active', () => {
    const value = { a: [1, null, 'b > c & d'], e: { f: true } };
    expect(inertJson(value)).toBe(JSON.stringify(value));
  });
});
