import { DEFAULT_TOOL_TTL } from '@qis/core/tools';
import { COMMANDS } from './commands/commands.ts';
import { DEFAULT_EMBEDDER, EMBEDDER_FORMS } from './embedders.ts';
import { LOG_LEVELS } from './log.ts';
import { PERSONAL_DATA } from './secret-gate/personal-rules.ts';
import { DEFAULT_COLLECTION, DEFAULT_TRANSPORT } from './transports.ts';

/** A flag that takes a value. */
export interface Flag {
  /** The environment variable that stands in for it. */
  readonly variable: string;
  /** How `--help` calls the value. */
  readonly value: string;
  /** What counts where neither is given. */
  readonly standard: string;
  readonly what: string;
}

export type FlagName = 'transport' | 'collection' | 'embedder' | 'agent-id' | 'ttl' | 'refuse' | 'log-level';

/** Every flag with a value, in the order in which they are explained. */
export const FLAGS: Readonly<Record<FlagName, Flag>> = {
  transport: {
    variable: 'QIS_TRANSPORT',
    value: 'URL',
    standard: DEFAULT_TRANSPORT,
    what: 'where packets are kept',
  },
  collection: {
    variable: 'QIS_COLLECTION',
    value: 'NAME',
    standard: DEFAULT_COLLECTION,
    what: 'which set of packets in the store: a project, a team',
  },
  embedder: {
    variable: 'QIS_EMBEDDER',
    value: 'NAME',
    standard: DEFAULT_EMBEDDER,
    what: `what turns text into vectors: ${EMBEDDER_FORMS}`,
  },
  'agent-id': {
    variable: 'QIS_AGENT_ID',
    value: 'ID',
    standard: "the client's name and random digits",
    what: 'who signs the deposits: VOTER or VOTER#SESSION',
  },
  ttl: {
    variable: 'QIS_TTL',
    value: 'SECONDS',
    standard: String(DEFAULT_TOOL_TTL),
    what: 'how long a deposit lives that does not say it',
  },
  refuse: {
    variable: 'QIS_REFUSE',
    value: 'WHAT',
    standard: 'nothing',
    what: `what deposits are refused for besides credentials: ${PERSONAL_DATA.join(', ')}, or both`,
  },
  'log-level': {
    variable: 'QIS_LOG_LEVEL',
    value: 'LEVEL',
    standard: 'warn',
    what: `what is logged to stderr: ${LOG_LEVELS.join(', ')}`,
  },
};

/** What `--help` prints. */
export function helpText(): string {
  const flags = Object.entries(FLAGS).map(([name, { value, variable, standard, what }]) => [
    `--${name} ${value}`,
    `${what}; or ${variable}. Default: ${standard}`,
  ]);
  const lines = [...flags, ['--version', 'prints the version'], ['--help', 'prints this']].map(
    ([flag = '', text = '']) => `  ${flag.padEnd(20)}${text}`,
  );
  const commands = Object.entries(COMMANDS).map(([name, { what }]) => `  ${name.padEnd(20)}${what}`);
  return `qis-mcp speaks MCP on stdin and stdout: three tools, deposit, query and synthesize, over outcome packets.

Usage: qis-mcp [flags]
       qis-mcp COMMAND [flags]

${lines.join('\n')}

Commands for the operator of a store; qis-mcp COMMAND --help explains each:

${commands.join('\n')}

A flag wins over its variable. Logs go to stderr.
`;
}
