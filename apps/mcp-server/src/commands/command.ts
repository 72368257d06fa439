import type { Flag } from '../flags.ts';
import type { Given } from '../read-flags.ts';

/** A flag of a command; without a variable it must stand on the command line, without a standard nothing stands in. */
export type CommandFlag = Pick<Flag, 'value' | 'what'> & Partial<Pick<Flag, 'variable' | 'standard'>>;

/** Where a command says what it has to say. */
export interface Output {
  /** The result, a line at a time. */
  say(line: string): void;
  /** What went wrong, and how far long work has come. */
  note(line: string): void;
}

/** What a command was called with. */
export interface CommandCall {
  readonly values: Readonly<Partial<Record<string, Given>>>;
  readonly operands: readonly string[];
  readonly output: Output;
}

/** How it went: 0 fine, 1 something is wrong. */
export type ExitCode = 0 | 1;

/** One of the operator's commands. */
export interface Command {
  /** What follows the flags on its command line, for instance `ID…`; empty where nothing does. */
  readonly operands: string;
  readonly flags: Readonly<Record<string, CommandFlag>>;
  /** What it does, in lines for a terminal. */
  readonly about: string;
  /** Throws a UsageError for a call that cannot be served, an OutcomeError where the store or the embedder failed. */
  run(call: CommandCall): Promise<ExitCode>;
}
