import { MAX_PROBLEM_LENGTH, withoutFaults } from '@qis/core';

/** What a user wrote, as a problem that a query takes: its beginning, without what packets refuse, such as terminal colours. */
export function problemText(written: string): string {
  return withoutFaults(written.slice(0, MAX_PROBLEM_LENGTH));
}
