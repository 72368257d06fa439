#!/usr/bin/env node
import manifest from '../package.json' with { type: 'json' };
import { COMMAND_NAMES, type CommandName } from './commands/commands.ts';
import { helpText } from './flags.ts';
import { createLog } from './log.ts';
import { UsageError } from './read-flags.ts';
import { serve } from './serve.ts';
import { readSettings } from './settings.ts';

const [first, ...rest] = process.argv.slice(2);
const command = COMMAND_NAMES.find((name) => name === first);
if (command) void run(command, rest);
else serveOrExplain();

// No await at the top level: this module would then be cut into many files, and a server would wait for each.
async function run(name: CommandName, args: readonly string[]): Promise<void> {
  const { runCommand } = await import('./commands/run-command.ts');
  await runCommand(name, args, process.env);
}

function serveOrExplain(): void {
  try {
    const settings = readSettings(process.argv.slice(2), process.env);
    if (settings === 'help') process.stdout.write(helpText());
    else if (settings === 'version') process.stdout.write(`${manifest.version}\n`);
    else
      serve(
        settings,
        createLog(settings.logLevel, (line) => process.stderr.write(line)),
      );
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`qis-mcp: ${error.message}. See qis-mcp --help.\n`);
    process.exitCode = 2;
  }
}
