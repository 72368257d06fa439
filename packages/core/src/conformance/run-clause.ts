import type { TransportCapabilities } from '../transport.ts';
import type { Clause, TransportUnderTest } from './clause.ts';
import { Violation } from './expectations.ts';
import { Subject } from './subject.ts';

/** A transport does not keep to a clause. Any other error means that the clause could not be decided. */
export class ClauseFailure extends Error {
  override readonly name = 'ClauseFailure';
  /** The id of the clause. */
  readonly id: string;
  readonly expected: string;
  readonly seen: string;

  constructor(clause: Clause, violation: Violation) {
    super(`${clause.id}: ${violation.message}. The clause: ${clause.sentence}`, { cause: violation });
    this.id = clause.id;
    this.expected = violation.expected;
    this.seen = violation.seen;
  }
}

/**
 * Runs one clause over a collection of its own.
 * @throws ClauseFailure when the transport does not keep to it; an `OutcomeError` when the store itself failed;
 * `RangeError` when the clause does not apply to what the transport declares.
 */
export async function runClause(clause: Clause, under: TransportUnderTest): Promise<void> {
  const reason = whyNot(clause, under.capabilities);
  if (reason !== undefined) throw new RangeError(`${clause.id} does not apply: ${reason}`);
  const subject = new Subject(under.capabilities, await under.createCollection());
  // What went wrong first is what went wrong: a broken transport often cannot be closed either.
  const failures: unknown[] = [];
  for (const step of [() => clause.run(subject), () => subject.end()]) {
    try {
      await step();
    } catch (error) {
      failures.push(error instanceof Violation ? new ClauseFailure(clause, error) : error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** Why a clause does not apply to a transport, in words; undefined where it does. */
export function whyNot(clause: Clause, capabilities: TransportCapabilities): string | undefined {
  if (clause.needs && !capabilities[clause.needs])
    return `the transport does not declare \`${clause.needs}\``;
  if (clause.lacks && capabilities[clause.lacks]) return `the transport declares \`${clause.lacks}\``;
  return undefined;
}
