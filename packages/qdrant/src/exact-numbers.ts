import type { OutcomePacket } from '@qis/core';
import type { Payload } from './qdrant-api.ts';

/** The fields that may have more digits than Qdrant keeps. */
const FIELDS = ['confidence', 'timestamp'] as const;
/** As many digits as it surely gives back as it got them: it reads longer numbers quickly, and one in ten a bit wrong. */
const SAFE_DIGITS = 15;
/** How far, as a share, a number may be from its text: much more than it loses. */
const ALIKE = 1e-12;

/** Beside numbers that may lose their last bit, the same as texts, to be read back; nothing where none may. */
export function exactNumbers(packet: OutcomePacket): Payload {
  const long = FIELDS.filter((field) => Number(packet[field].toPrecision(SAFE_DIGITS)) !== packet[field]);
  if (long.length === 0) return {};
  return { exact: Object.fromEntries(long.map((field) => [field, String(packet[field])])) };
}

/** A payload with its numbers as they were written. */
export function withExactNumbers(payload: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { exact, ...rest } = payload;
  const fields: Record<string, unknown> = rest;
  if (typeof exact !== 'object' || exact === null) return fields;
  for (const field of FIELDS) {
    const text: unknown = Reflect.get(exact, field);
    const stored = fields[field];
    if (typeof text !== 'string' || typeof stored !== 'number') continue;
    const number = Number(text);
    // What is filtered by and what is shown must be one: others may have changed the number alone.
    if (Math.abs(number - stored) <= ALIKE * Math.abs(stored)) fields[field] = number;
  }
  return fields;
}
