// Schemathesis against a real `qis-mcp serve`: whatever it makes of /openapi.json, no answer is a 5xx, and every answer is as the document says.
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { runProgram } from './run-program.ts';
import { temporaryFolder } from './spawned.ts';
import { gatewayOver } from './spawned-gateway.ts';

const run = promisify(execFile);

const PACKAGE = 'schemathesis==4.32.5';
/** A JSON schema cannot say all that a packet must be, such as its length in bytes: what it lets through may be refused. */
const EXCLUDED = 'positive_data_acceptance';
const EXAMPLES = '60';
const SEED = '7';
const INSTALLING_MS = 300_000;

test('no answer fails or differs from the document', async ({ skip }) => {
  const folder = temporaryFolder();
  const program = await installed(join(folder, 'python'));
  if (typeof program !== 'string') {
    const reason = `NOT PROVED: Schemathesis could not be installed by python3 and pip (${program.reason}).`;
    process.stdout.write(`${reason}\n`);
    skip(reason);
    return;
  }
  const tokens = join(folder, 'tokens.json');
  const scopes = 'deposit,query,records,admin';
  const made = await runProgram(['token', 'new', '--tokens', tokens, '--name', 'tester', '--scopes', scopes]);
  expect(made.code).toBe(0);
  const flags = ['--tokens', tokens, '--rate', '1000000'];
  const { url, server } = await gatewayOver(join(folder, 'team.db'), ...flags);
  const work = join(folder, 'work'); // it leaves files where it runs
  mkdirSync(work);
  const { code, output } = await ended(
    program,
    [
      ['run', url.replace('/v1', '/openapi.json'), '--exclude-checks', EXCLUDED],
      ['--header', `Authorization: Bearer ${made.stdout.trim()}`],
      ['--max-examples', EXAMPLES, '--seed', SEED, '--no-color'],
    ].flat(),
    work,
  );
  process.stdout.write(code === 0 ? `${output.slice(output.indexOf('API Operations:'))}\n` : output);
  expect(code).toBe(0);
  expect(server.stderr).not.toContain('"level":"error"');
});

/** The program in a virtual environment of its own, or why there is none. */
async function installed(folder: string): Promise<string | { readonly reason: string }> {
  try {
    await run('python3', ['-m', 'venv', folder]);
    const bin = join(folder, 'bin');
    await run(join(bin, 'pip'), ['install', '--quiet', PACKAGE], { timeout: INSTALLING_MS });
    return join(bin, 'schemathesis');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { reason: code === 'ENOENT' ? 'there is no python3' : (message.split('\n').at(-2) ?? message) };
  }
}

async function ended(
  program: string,
  args: readonly string[],
  cwd: string,
): Promise<{ readonly code: unknown; readonly output: string }> {
  try {
    return { code: 0, output: (await run(program, args, { cwd, maxBuffer: 64e6 })).stdout };
  } catch (error) {
    const { code, stdout = '' } = error as { readonly code?: unknown; readonly stdout?: string };
    return { code, output: stdout };
  }
}
