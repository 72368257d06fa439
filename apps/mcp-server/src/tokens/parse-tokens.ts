import { OutcomeError } from '@qis/core';
import { z } from 'zod';
import { entryFields, entrySchema, type TokenEntry } from './token-entry.ts';

const FORMAT = 'qis-tokens';
const VERSION = 1;

const fileSchema = z.strictObject({
  format: z.literal(FORMAT, { error: `must be ${FORMAT}` }),
  version: z.literal(VERSION, { error: `must be ${VERSION}, the only one that this program knows` }),
  tokens: z.array(z.unknown(), { error: 'must be a list' }),
});

/**
 * The entries of a token file.
 * @throws OutcomeError `INVALID_OPTION`, naming the entry and its part that is wrong, and quoting nothing but names.
 */
export function parseTokens(content: string): readonly TokenEntry[] {
  const { tokens } = read(fileSchema, jsonOf(content), '');
  const entries = tokens.map((entry, i) => read(entrySchema, entry, calledAt(entry, i)));
  assertOnce(entries, 'name');
  assertOnce(entries, 'hash');
  return entries;
}

export function printTokens(tokens: readonly TokenEntry[]): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, tokens }, undefined, 2)}\n`;
}

export function tokensError(fault: string, field = 'tokens'): OutcomeError {
  return new OutcomeError('INVALID_OPTION', `The token file: ${fault}.`, { field });
}

function jsonOf(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    // The error would quote the file.
    throw tokensError('it is not JSON');
  }
}

function read<T>(schema: z.ZodType<T>, value: unknown, at: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  // A member's own name is not quoted either: somebody may have put the token there.
  if (issue?.code === 'unrecognized_keys') throw tokensError(`${at || 'it'} has a part that is not known`);
  if (!issue || issue.path.length === 0) throw tokensError(`${at || 'it'} must be an object`);
  const field = [at, issue.path.join('.')].filter(Boolean).join('.');
  throw tokensError(`${field} ${issue.message}`, field);
}

/** Where an entry stands, and its name where it has one. */
function calledAt(entry: unknown, i: number): string {
  const named = z.object({ name: entryFields.name }).safeParse(entry);
  return named.success ? `tokens[${i}] (${named.data.name})` : `tokens[${i}]`;
}

function assertOnce(entries: readonly TokenEntry[], field: 'name' | 'hash'): void {
  const seen = new Set<string>();
  for (const [i, entry] of entries.entries()) {
    const at = `${calledAt(entry, i)}.${field}`;
    if (seen.has(entry[field])) throw tokensError(`${at} is that of another entry, too`, at);
    seen.add(entry[field]);
  }
}
