#!/usr/bin/env node
import manifest from '../package.json' with { type: 'json' };
import { helpText } from './flags.ts';
import { createLog } from './log.ts';
import { UsageError } from './read-flags.ts';
import { serve } from './serve.ts';
import { readSettings } from './settings.ts';

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
