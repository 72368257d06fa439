import { MAX_TTL } from '@qis/core';
import { COMMAND_NAMES } from './commands/commands.ts';
import { FLAGS, type FlagName } from './flags.ts';
import { LOG_LEVELS, type LogLevel } from './log.ts';
import {
  embedderOf,
  type FlagsRead,
  type Given,
  oneOf,
  readFlags,
  transportOf,
  UsageError,
} from './read-flags.ts';
import { PERSONAL_DATA, type PersonalData } from './secret-gate/personal-rules.ts';

/** How this process is to run. */
export interface Settings {
  /** A URL that names a transport there is. */
  readonly transport: string;
  readonly collection?: string;
  /** A name of an embedder that can be. Absent: the standard one, or a gateway's own. */
  readonly embedder?: string;
  /** Absent: made of the client's name. */
  readonly agentId?: string;
  /** Seconds. */
  readonly ttl: number;
  /** Absent: credentials alone. */
  readonly refuse?: readonly PersonalData[];
  readonly logLevel: LogLevel;
}

const AGENT_ID = /^[^\p{Control}\p{Bidi_Control}\p{Surrogate}]{1,64}$/u;

/**
 * Reads the command line and the environment of a server.
 * @throws UsageError naming the flag or the variable.
 */
export function readSettings(args: readonly string[], env: NodeJS.ProcessEnv): Settings | 'help' | 'version' {
  const noOperands = `Flags are all that a server takes; a command (${COMMAND_NAMES.join(', ')}) comes before them`;
  const read = readFlags({ program: 'qis-mcp', flags: FLAGS, noOperands }, args, env);
  return typeof read === 'string' ? read : settingsFrom(read.values);
}

function settingsFrom(values: FlagsRead<FlagName>['values']): Settings {
  const transport = values.transport ?? { value: FLAGS.transport.standard, source: '--transport' };
  transportOf(transport, values.collection);
  if (values.embedder) embedderOf(values.embedder);
  const logLevel = oneOf(LOG_LEVELS, values['log-level']) ?? 'warn';
  const agentId = values['agent-id'];
  if (agentId && (!AGENT_ID.test(agentId.value) || agentId.value.trim() === '')) {
    throw new UsageError(`${agentId.source} must be 1 to 64 characters, without control characters`);
  }
  return {
    transport: transport.value,
    ...(values.collection && { collection: values.collection.value }),
    ...(values.embedder && { embedder: values.embedder.value }),
    logLevel,
    ttl: ttlFrom(values.ttl ?? { value: FLAGS.ttl.standard, source: '--ttl' }),
    ...(agentId && { agentId: agentId.value }),
    ...(values.refuse && { refuse: refuseFrom(values.refuse) }),
  };
}

/** @throws UsageError naming where it came from. */
export function ttlFrom({ value, source }: Given): number {
  const ttl = Number(value);
  if (/^\d+$/.test(value) && ttl >= 1 && ttl <= MAX_TTL) return ttl;
  throw new UsageError(`${source} must be whole seconds, 1 to ${MAX_TTL}`);
}

/**
 * A list with commas of what deposits are refused for besides credentials.
 * @throws UsageError naming where it came from.
 */
export function refuseFrom({ value, source }: Given): readonly PersonalData[] {
  const named = new Set(value.split(','));
  const known = PERSONAL_DATA.filter((each) => named.has(each));
  if (known.length === named.size) return known;
  throw new UsageError(
    `${source} must be one of ${PERSONAL_DATA.join(', ')}, or both with a comma between them`,
  );
}
