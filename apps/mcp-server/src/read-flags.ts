import { parseArgs } from 'node:util';
import { OutcomeError } from '@qis/core';
import { chooseEmbedder, type MakeEmbedder } from './embedders.ts';
import { chooseTransport, type TransportChoice } from './transports.ts';

/** Arguments or variables that cannot be served, in a sentence for whoever gave them. Values are never quoted. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A value and where it came from, for messages: `--ttl` or `QIS_TTL`. */
export interface Given {
  readonly value: string;
  readonly source: string;
}

export interface FlagReader<Name extends string> {
  /** `qis-mcp`, or `qis-mcp copy`: who does not know a flag. */
  readonly program: string;
  readonly flags: Readonly<Record<Name, { readonly variable?: string }>>;
  /** What is said to an argument that is no flag. Absent where such arguments are taken. */
  readonly noOperands?: string;
}

export interface FlagsRead<Name extends string> {
  readonly values: Readonly<Partial<Record<Name, Given>>>;
  /** What is no flag, in order. */
  readonly operands: readonly string[];
}

/**
 * Reads flags and the variables that stand in for them; flags win, and an empty variable counts as not given.
 * @throws UsageError naming the flag or the variable.
 */
export function readFlags<Name extends string>(
  { program, flags, noOperands }: FlagReader<Name>,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): FlagsRead<Name> | 'help' | 'version' {
  const isFlag = (name: string): name is Name => Object.hasOwn(flags, name);
  const values = valuesFrom(flags, env);
  const operands: string[] = [];
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    options: parserOptions(Object.keys(flags)),
  });
  for (const token of tokens) {
    if (token.kind !== 'option') {
      if (noOperands !== undefined) throw new UsageError(noOperands);
      if (token.kind === 'positional') operands.push(token.value);
      continue;
    }
    const { name, rawName, value } = token;
    if (name === 'help' || name === 'version') return name;
    if (!isFlag(name)) {
      const shown = /^-[\w-]{1,40}$/.test(rawName) ? rawName : 'One argument';
      throw new UsageError(`${shown} is no flag of ${program}`);
    }
    if (!value) throw new UsageError(`--${name} needs a value`);
    if (values[name]?.source === `--${name}`) throw new UsageError(`--${name} is given twice`);
    values[name] = { value, source: `--${name}` };
  }
  return { values, operands };
}

/** The choice that was given; undefined where none was. */
export function oneOf<T extends string>(choices: readonly T[], given: Given | undefined): T | undefined {
  if (!given) return undefined;
  const choice = choices.find((each) => each === given.value);
  if (choice === undefined) throw new UsageError(`${given.source} must be one of ${choices.join(', ')}`);
  return choice;
}

/** The transport that a URL names, with a fault of it as one of usage. */
export function transportOf({ value, source }: Given, collection?: Given): TransportChoice {
  return asUsage(() => chooseTransport(value, collection?.value, source));
}

/** The embedder of a name, with a fault of it as one of usage. */
export function embedderOf({ value, source }: Given): MakeEmbedder {
  return asUsage(() => chooseEmbedder(value, source));
}

function asUsage<T>(choose: () => T): T {
  try {
    return choose();
  } catch (error) {
    if (OutcomeError.isInstance(error)) throw new UsageError(error.message.replace(/\.$/, ''));
    throw error;
  }
}

function valuesFrom<Name extends string>(
  flags: FlagReader<Name>['flags'],
  env: NodeJS.ProcessEnv,
): Partial<Record<Name, Given>> {
  const values: Partial<Record<Name, Given>> = {};
  for (const name of Object.keys(flags) as Name[]) {
    const { variable } = flags[name];
    const value = variable && env[variable];
    if (value) values[name] = { value, source: variable };
  }
  return values;
}

function parserOptions(names: readonly string[]): Record<string, { type: 'string' | 'boolean' }> {
  const flags = names.map((name) => [name, { type: 'string' }] as const);
  return { ...Object.fromEntries(flags), help: { type: 'boolean' }, version: { type: 'boolean' } };
}
