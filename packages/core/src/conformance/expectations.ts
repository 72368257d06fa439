import { type ErrorCode, OutcomeError } from '../errors.ts';
import type { OutcomeRecord } from '../transport.ts';

/** What a clause throws when it does not hold; {@link runClause} adds which clause it was. */
export class Violation extends Error {
  override readonly name = 'Violation';
  readonly expected: string;
  readonly seen: string;

  constructor(expected: string, seen: string) {
    super(`expected ${expected}; saw ${seen}`);
    this.expected = expected;
    this.seen = seen;
  }
}

/** Float32 sums differ by about 1e-6 between stores, and floors are compared with scores to two or three digits. */
const SCORE_TOLERANCE = 1e-4;
/** Float32 in and out, normalised once more on the way or embedded in another batch: 1e-6. 16 bits with a scale: 1.6e-5. Half precision: 1e-4. */
const VECTOR_TOLERANCE = 2e-5;
const LONGEST_SHOWN = 300;

/** @param expected what should hold, in words: `get to leave out unknown ids`. */
export function expectThat(expected: string, holds: boolean, seen: unknown): void {
  if (!holds) throw new Violation(expected, show(seen));
}

/** Same members, same numbers to the last bit, same order in lists. */
export function expectSame(what: string, seen: unknown, expected: unknown): void {
  const found = difference(seen, expected, '');
  if (!found) return;
  const place = found.path === '' ? '' : `, at ${found.path},`;
  throw new Violation(`${what}${place} ${show(found.expected)}`, show(found.seen));
}

/** Exactly these ids, each once, in any order. */
export function expectIds(
  what: string,
  seen: readonly OutcomeRecord[],
  expected: readonly OutcomeRecord[],
): void {
  const ids = (records: readonly OutcomeRecord[]): string[] => records.map(({ id }) => id).sort();
  const [found, wanted] = [ids(seen), ids(expected)];
  if (!difference(found, wanted, '')) return;
  const missing = wanted.filter((id) => !found.includes(id));
  const surplus = found.filter((id, i) => !wanted.includes(id) || found[i - 1] === id);
  throw new Violation(
    `${what} exactly ${wanted.length} records`,
    `${found.length}, missing ${show(missing)}, surplus or repeated ${show(surplus)}`,
  );
}

/** Every field but the vector, and no other; a hit's score is not compared. */
export function expectRecord(what: string, seen: OutcomeRecord | undefined, expected: OutcomeRecord): void {
  if (!seen) throw new Violation(`${what} the record ${expected.id}`, 'nothing');
  const fields = (record: OutcomeRecord): object => {
    const { vector: _vector, score: _score, ...rest } = record as OutcomeRecord & { score?: number };
    return rest;
  };
  expectSame(what, fields(seen), fields(expected));
}

/** These records in any order, each with every field as it was written. */
export function expectRecords(
  what: string,
  seen: readonly OutcomeRecord[],
  expected: readonly OutcomeRecord[],
): void {
  expectIds(what, seen, expected);
  for (const record of expected) {
    expectRecord(
      what,
      seen.find(({ id }) => id === record.id),
      record,
    );
  }
}

export function expectScore(what: string, seen: number | undefined, expected: number): void {
  const holds = seen !== undefined && Math.abs(seen - expected) <= SCORE_TOLERANCE;
  if (!holds) throw new Violation(`${what} ${expected} to ${SCORE_TOLERANCE}`, String(seen));
}

export function expectVector(what: string, seen: Float32Array | undefined, expected: Float32Array): void {
  const isFloats = Object.prototype.toString.call(seen) === '[object Float32Array]';
  if (!seen || !isFloats) throw new Violation(`${what} a Float32Array`, show(seen));
  const [a, b] = [normalised(seen), normalised(expected)];
  const holds =
    a.length === b.length && a.every((value, i) => Math.abs(value - (b[i] ?? 0)) <= VECTOR_TOLERANCE);
  if (!holds) throw new Violation(`${what} ${show(expected)}, to ${VECTOR_TOLERANCE}`, show(seen));
}

/** The call succeeds; for the calls whose success is what the clause promises. */
export async function expectDone<T>(what: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Violation) throw error;
    throw new Violation(`${what} to succeed`, showError(error));
  }
}

/** The call is refused with this code. */
export async function expectRefused(what: string, call: Promise<unknown>, code: ErrorCode): Promise<void> {
  let seen: string;
  try {
    seen = `success: ${show(await call)}`;
  } catch (error) {
    if (OutcomeError.isInstance(error) && error.code === code) return;
    seen = showError(error);
  }
  throw new Violation(`${what} to be refused with ${code}`, seen);
}

interface Difference {
  /** Empty where the values differ as a whole. */
  readonly path: string;
  readonly seen: unknown;
  readonly expected: unknown;
}

/** Where two plain values first differ. A member that is undefined is not a member that is absent. */
function difference(seen: unknown, expected: unknown, path: string): Difference | undefined {
  if (Object.is(seen, expected)) return undefined;
  const whole = { path, seen, expected };
  if (typeof seen !== 'object' || typeof expected !== 'object' || seen === null || expected === null)
    return whole;
  if (Array.isArray(seen) !== Array.isArray(expected)) return whole;
  const names = Object.keys(expected);
  if (names.length !== Object.keys(seen).length || !names.every((name) => Object.hasOwn(seen, name)))
    return whole;
  for (const name of names) {
    const [a, b] = [seen[name as keyof typeof seen], expected[name as keyof typeof expected]];
    const inner = difference(a, b, path === '' ? name : `${path}.${name}`);
    if (inner) return inner;
  }
  return undefined;
}

function normalised(vector: Float32Array): number[] {
  const length = Math.hypot(...vector);
  return Array.from(vector, (value) => value / length);
}

function show(value: unknown): string {
  const text =
    JSON.stringify(value, (_, part) => (part instanceof Float32Array ? [...part] : part)) ?? String(value);
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`;
}

/** With its causes: what a driver said is what its author looks for. */
function showError(error: unknown): string {
  if (!(error instanceof Error)) return show(error);
  const name = OutcomeError.isInstance(error) ? error.code : error.name;
  const cause = error.cause === undefined ? '' : `, because of ${showError(error.cause)}`;
  return `${name}: ${error.message}${cause}`;
}
