import type { TransportCapabilities } from '../transport.ts';
import type { Clause } from './clause.ts';
import { clauses } from './clauses.ts';
import { whyNot } from './run-clause.ts';

/** The clauses for a transport with these capabilities, and why the others are not. */
export interface SelectedClauses {
  readonly run: readonly Clause[];
  readonly skipped: readonly { readonly clause: Clause; readonly reason: string }[];
}

/** Sorts all clauses by whether they apply: each is in exactly one of the two lists, in the order of the contract. */
export function selectClauses(capabilities: TransportCapabilities): SelectedClauses {
  const run: Clause[] = [];
  const skipped: { clause: Clause; reason: string }[] = [];
  for (const clause of clauses) {
    const reason = whyNot(clause, capabilities);
    if (reason === undefined) run.push(clause);
    else skipped.push({ clause, reason });
  }
  return { run, skipped };
}
