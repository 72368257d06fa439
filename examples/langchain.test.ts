import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('the example of LangChain runs offline, says that its model is a script, and its second agent needs one change', async () => {
  const { MODEL: _, ...env } = process.env;
  const program = ['--conditions=@qis/source', fileURLToPath(new URL('langchain.ts', import.meta.url))];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, program, { env });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^A SCRIPT plays the model: no language model is asked\./);
  expect(stdout.match(/changes applied: \d/g)).toEqual(['changes applied: 2', 'changes applied: 1']);
  expect(stdout).toMatch(/It was as [0-9a-f-]{36} says\./);
});
