import { readFileSync } from 'node:fs';
import type { Machine } from '../recorded-result.ts';
import type { Section } from './measurement.ts';
import type { SuiteName } from './suite.ts';

/** What one suite gave. */
export interface SuiteResult {
  readonly name: SuiteName;
  readonly about: string;
  readonly seconds: number;
  readonly sections: readonly Section[];
  /** Why it ended before its time; its sections are those before that. */
  readonly error?: string;
  readonly interrupted?: true;
}

/** One run, as it stands in a result file: what the report, the comparison and the check are made of. */
export interface BenchResult {
  /** When it began and ended, as ISO 8601. */
  readonly started: string;
  readonly ended: string;
  /** Somebody stopped it: what it has is whole, but not all that was asked for. */
  readonly interrupted?: true;
  readonly options: ResultOptions;
  readonly machine: Machine;
  /** By what has it: `node`, packages, servers that were found, `embedder`. */
  readonly versions: Readonly<Record<string, string>>;
  readonly suites: readonly SuiteResult[];
}

interface ResultOptions {
  readonly suites: readonly SuiteName[];
  readonly full: boolean;
  readonly seed: number;
  /** Name of the text. */
  readonly data: string;
  /** The store of the user's own; absent: those that could be had. */
  readonly transport?: string;
}

/** @throws Error that names the file, where it is no result. */
export function readResult(path: string): BenchResult {
  const refuse = (why: string): Error => new Error(`${path} is no result of npm run bench: ${why}.`);
  let result: Partial<BenchResult> | null;
  try {
    result = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw refuse(cause instanceof SyntaxError ? 'it is no JSON' : 'it cannot be read');
  }
  const { suites, machine, versions, options } = result ?? {};
  if (!Array.isArray(suites) || !machine || !versions || !options)
    throw refuse('it lacks suites, machine, versions or options');
  return result as BenchResult;
}
