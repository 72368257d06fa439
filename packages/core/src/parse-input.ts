import type { z } from 'zod';
import { type ErrorCode, OutcomeError } from './errors.ts';

/**
 * Parses a value from outside, or throws one error for its first fault, with the field's path and what to do.
 * @param at where the value stands in the caller's input, for instance `packets[3]`.
 */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown, code: ErrorCode, at = ''): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (issue === undefined) throw new OutcomeError(code, 'The input is invalid.');
  if (issue.code === 'unrecognized_keys') {
    const field = joinPath(at, [...issue.path, issue.keys[0] ?? '']);
    throw new OutcomeError(code, `${field} is not a known field: remove it.`, { field });
  }
  const field = joinPath(at, issue.path);
  throw new OutcomeError(code, `${field || 'The input'} ${issue.message}.`, field ? { field } : {});
}

function joinPath(at: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    const name = /^\w{1,64}$/.test(String(key)) ? String(key) : '(a name that cannot be shown)';
    return text === '' ? name : `${text}.${name}`;
  }, at);
}
