import { expect, it } from 'vitest';
import type { LogLevel } from '../log.ts';
import { createHttpLog, stackOf } from './http-log.ts';

function logged(level: LogLevel, details: object): string {
  let text = '';
  const write = (line: string): void => {
    text += line;
  };
  createHttpLog(level, { write }).info(details, 'Hello');
  return text;
}

it('writes JSON lines with a time, the name of the level, and the message', () => {
  expect(JSON.parse(logged('info', { status: 200 }))).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    level: 'info',
    status: 200,
    message: 'Hello',
  });
  expect(logged('warn', { status: 200 })).toBe('');
});

it('hides credentials that came into a line by mistake', () => {
  const authorization = 'Bearer s3cret';
  const text = logged('info', {
    authorization,
    token: 's3cret',
    headers: { authorization, token: 's3cret' },
  });
  expect(text).not.toContain('s3cret');
});

it('hides credentials in a stack, and in those of what caused it', () => {
  const cause = new Error('header "Authorization: Basic s3cret" refused');
  const text = stackOf(new Error('sent BEARER s3cret, got 400', { cause }));
  expect(text).toContain('got 400');
  expect(text).toContain('Caused by Error: header');
  expect(text).not.toMatch(/s3cret|authorization/i);
});
