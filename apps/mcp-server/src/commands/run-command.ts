import { Console } from 'node:console';
import { OutcomeError } from '@qis/core';
import manifest from '../../package.json' with { type: 'json' };
import { errorName, whatWasThrown } from '../call-log.ts';
import { readFlags, UsageError } from '../read-flags.ts';
import { columns } from './columns.ts';
import type { Command, CommandFlag, Output } from './command.ts';
import { COMMANDS, type CommandName } from './commands.ts';

/** Runs a command of the operator in this process, to its exit code: 0 fine, 1 something is wrong, 2 usage. */
export async function runCommand(
  name: CommandName,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<void> {
  // Packets may go to stdout: what a dependency prints must not get between them.
  globalThis.console = new Console(process.stderr, process.stderr);
  process.removeAllListeners('warning');
  process.on('warning', ({ message }) => output.note(message));
  process.stderr.on('error', () => {}); // nobody reads it: the exit code says it too
  process.stdout.on('error', () => {}); // `| head` has read enough
  const program = `qis-mcp ${name}`;
  const output: Output = {
    say: (line) => process.stdout.write(`${line}\n`),
    note: (line) => process.stderr.write(`${program}: ${line}\n`),
  };
  try {
    const command = await COMMANDS[name].load();
    const { flags, operands } = command;
    const noOperands = 'Flags are all that it takes';
    const read = readFlags({ program, flags, ...(operands === '' && { noOperands }) }, args, env);
    if (read === 'help') process.stdout.write(commandHelp(program, command));
    else if (read === 'version') output.say(manifest.version);
    else process.exitCode = await command.run({ ...read, output });
  } catch (error) {
    process.exitCode = error instanceof UsageError ? 2 : 1;
    output.note(faultOf(error, program));
    if (env.QIS_LOG_LEVEL === 'debug' && error instanceof Error) output.note(stacksOf(error));
  }
}

/** In a sentence. What a driver threw may quote what it was given, so only its name and code are shown. */
function faultOf(error: unknown, program: string): string {
  if (error instanceof UsageError) return `${error.message}. See ${program} --help.`;
  if (!OutcomeError.isInstance(error)) return `This program has a fault and stops: ${errorName(error)}`;
  const { message, code } = error;
  const cause = whatWasThrown(error);
  return `${message} (${cause === undefined ? code : `${code}, ${errorName(cause)}`})`;
}

function stacksOf(error: Error): string {
  const { stack, cause } = error;
  return cause instanceof Error ? `${stack}\nCaused by ${stacksOf(cause)}` : String(stack);
}

function commandHelp(program: string, { about, flags, operands }: Command): string {
  const rows = Object.entries(flags).map(([name, flag]) => [`  --${name} ${flag.value}`, explained(flag)]);
  const lines = columns([...rows, ['  --help', 'prints this']]);
  return `${about}

Usage: ${program} [flags]${operands && ` ${operands}`}

${lines.join('\n')}

Exit code: 0 fine, 1 something is wrong, 2 the call cannot be served.
`;
}

function explained({ what, variable, standard }: CommandFlag): string {
  const notes = [variable && `; or ${variable}`, standard && `. Default: ${standard}`];
  return `${what}${notes.filter(Boolean).join('')}`;
}
