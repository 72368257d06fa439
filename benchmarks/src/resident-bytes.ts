import { readFileSync } from 'node:fs';

/**
 * Proportional set size of a process, in bytes: a page that n processes share counts 1/n for each. Undefined where the
 * system does not tell (not Linux), or not us.
 */
export function residentBytes(pid: number): number | undefined {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return 1_024 * Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1]);
  } catch {
    return undefined;
  }
}
