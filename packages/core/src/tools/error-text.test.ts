import { expect, it } from 'vitest';
import { ERROR_CODES, OutcomeError } from '../errors.ts';
import { toolErrorText } from './error-text.ts';

const CANARY = 'db.internal.example';

it.each(ERROR_CODES)('%s is told with its code, what to do next, and nothing of its cause', (code) => {
  const error = new OutcomeError(code, 'It is so: do that.', { cause: new Error(CANARY) });
  const text = toolErrorText(error, 'deposit');
  expect(text).toMatch(new RegExp(`^${code}: .{10,}\\.$`));
  expect(text).not.toContain(CANARY);
  if (error.actor === 'model')
    expect(text).toContain('It is so: do that. Nothing was stored. Correct that and call deposit again.');
  if (error.actor === 'operator') expect(text).not.toContain('It is so');
});

it('a query stores nothing anyway', () => {
  const text = toolErrorText(new OutcomeError('INVALID_QUERY', 'top_k must be a whole number.'), 'query');
  expect(text).toBe('INVALID_QUERY: top_k must be a whole number. Correct that and call query again.');
});

it('a deposit whose fate is unknown may be repeated', () => {
  const error = new OutcomeError('STORE_TIMEOUT', 'Too late.', {
    unacknowledged: ['d0648a30-0863-8f0f-9512-3f63a6d7efbe'],
  });
  expect(toolErrorText(error, 'deposit')).toMatch(
    /Whether your outcome was stored is unknown; depositing it again is harmless\.$/,
  );
});

it.each([new TypeError(CANARY), CANARY, undefined])(
  'what is no OutcomeError is a fault of the server',
  (thrown) => {
    expect(toolErrorText(thrown, 'query')).toBe(
      'INTERNAL: query failed by a fault of the server. Go on with your task without it, and tell the user if it matters.',
    );
  },
);
