import { parseArgs } from 'node:util';
import { MAX_TTL, OutcomeError } from '@qis/core';
import { chooseEmbedder } from './embedders.ts';
import { FLAGS, type FlagName } from './flags.ts';
import { LOG_LEVELS, type LogLevel } from './log.ts';
import { chooseTransport } from './transports.ts';

/** How this process is to run. */
export interface Settings {
  /** A URL that names a transport there is. */
  readonly transport: string;
  readonly collection?: string;
  /** A name of an embedder that can be. */
  readonly embedder: string;
  /** Absent: made of the client's name. */
  readonly agentId?: string;
  /** Seconds. */
  readonly ttl: number;
  readonly logLevel: LogLevel;
}

/** Arguments or variables that cannot be served, in a sentence for whoever gave them. Values are never quoted. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A value and where it came from, for messages: `--ttl` or `QIS_TTL`. */
interface Given {
  readonly value: string;
  readonly source: string;
}

type Values = Partial<Record<FlagName, Given>>;

const AGENT_ID = /^[^\p{Control}\p{Bidi_Control}\p{Surrogate}]{1,64}$/u;

/**
 * Reads the command line and the environment; flags win, and an empty variable counts as not given.
 * @throws UsageError naming the flag or the variable.
 */
export function readSettings(args: readonly string[], env: NodeJS.ProcessEnv): Settings | 'help' | 'version' {
  const values = valuesFrom(env);
  const { tokens } = parseArgs({ args: [...args], strict: false, tokens: true, options: parserOptions() });
  for (const token of tokens) {
    if (token.kind !== 'option') throw new UsageError('qis-mcp takes flags only');
    const { name, rawName, value } = token;
    if (name === 'help' || name === 'version') return name;
    if (!isFlag(name))
      throw new UsageError(
        `${/^-[\w-]{1,40}$/.test(rawName) ? rawName : 'One argument'} is no flag of qis-mcp`,
      );
    if (!value) throw new UsageError(`--${name} needs a value`);
    if (values[name]?.source === `--${name}`) throw new UsageError(`--${name} is given twice`);
    values[name] = { value, source: `--${name}` };
  }
  return settingsFrom(values);
}

function valuesFrom(env: NodeJS.ProcessEnv): Values {
  const values: Values = {};
  for (const name of Object.keys(FLAGS) as FlagName[]) {
    const { variable } = FLAGS[name];
    const value = env[variable];
    if (value) values[name] = { value, source: variable };
  }
  return values;
}

function settingsFrom(values: Values): Settings {
  const transport = values.transport ?? { value: FLAGS.transport.standard, source: '--transport' };
  asUsage(() => chooseTransport(transport.value, values.collection?.value, transport.source));
  const embedder = values.embedder ?? { value: FLAGS.embedder.standard, source: '--embedder' };
  asUsage(() => chooseEmbedder(embedder.value, embedder.source));
  const logLevel = oneOf(LOG_LEVELS, values['log-level']) ?? 'warn';
  const agentId = values['agent-id'];
  if (agentId && (!AGENT_ID.test(agentId.value) || agentId.value.trim() === '')) {
    throw new UsageError(`${agentId.source} must be 1 to 64 characters, without control characters`);
  }
  return {
    transport: transport.value,
    ...(values.collection && { collection: values.collection.value }),
    embedder: embedder.value,
    logLevel,
    ttl: values.ttl ? ttlFrom(values.ttl) : Number(FLAGS.ttl.standard),
    ...(agentId && { agentId: agentId.value }),
  };
}

function asUsage(choose: () => unknown): void {
  try {
    choose();
  } catch (error) {
    if (OutcomeError.isInstance(error)) throw new UsageError(error.message.replace(/\.$/, ''));
    throw error;
  }
}

function ttlFrom({ value, source }: Given): number {
  const ttl = Number(value);
  if (/^\d+$/.test(value) && ttl >= 1 && ttl <= MAX_TTL) return ttl;
  throw new UsageError(`${source} must be whole seconds, 1 to ${MAX_TTL}`);
}

function oneOf<T extends string>(choices: readonly T[], given: Given | undefined): T | undefined {
  if (!given) return undefined;
  const choice = choices.find((each) => each === given.value);
  if (choice === undefined) throw new UsageError(`${given.source} must be one of ${choices.join(', ')}`);
  return choice;
}

function isFlag(name: string): name is FlagName {
  return Object.hasOwn(FLAGS, name);
}

function parserOptions(): Record<string, { type: 'string' | 'boolean' }> {
  const flags = Object.keys(FLAGS).map((name) => [name, { type: 'string' }] as const);
  return { ...Object.fromEntries(flags), help: { type: 'boolean' }, version: { type: 'boolean' } };
}
