import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { type ImportTransformers, loadTransformers } from './transformers-library.ts';

const run = promisify(execFile);

/** How the import fails for real, in a folder where nothing is installed. */
async function realFailure(): Promise<Error> {
  const empty = await mkdtemp(join(tmpdir(), 'qis-empty-'));
  try {
    const code = `import('@huggingface/transformers').then(() => process.exit(1), ({ code, message }) => console.log(JSON.stringify({ code, message })));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], { cwd: empty });
    const { message, ...rest } = JSON.parse(stdout) as { message: string };
    return Object.assign(new Error(message), rest);
  } finally {
    await rm(empty, { recursive: true, force: true });
  }
}

it('where the package is missing the error has the command that installs it', async () => {
  const failure = await realFailure();
  await expect(loadTransformers(() => Promise.reject(failure))).rejects.toMatchObject({
    code: 'EMBEDDER_FAILED',
    message: expect.stringMatching(/not installed.*npm install @huggingface\/transformers@4$/),
    cause: failure,
  });
});

it.each([
  ["Cannot find package 'onnxruntime-node' imported from x", 'ERR_MODULE_NOT_FOUND'],
  ['libonnxruntime.so.1: cannot open shared object file', 'ERR_DLOPEN_FAILED'],
])('where it is there and does not load the error says why: %s', async (message, code) => {
  const load: ImportTransformers = () =>
    Promise.reject(Object.assign(new Error(`${message}\nand more`), { code }));
  await expect(loadTransformers(load)).rejects.toMatchObject({
    code: 'EMBEDDER_FAILED',
    message: expect.stringContaining(`does not load here (${message}). Install it again`),
  });
});

it('it prints nothing, unless the program has chosen what it prints', async () => {
  const { env, LogLevel } = await loadTransformers();
  expect(env.logLevel).toBe(LogLevel.NONE);
  env.logLevel = 10;
  await loadTransformers();
  expect(env.logLevel).toBe(10);
});
