import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type ImportNative, loadNative } from './native.ts';

const run = promisify(execFile);

/** How `import('usearch')` fails for real, in a process whose environment and folder are given. */
async function realFailure(cwd: string, env: Record<string, string>): Promise<NodeJS.ErrnoException> {
  const code = `import('usearch').then(() => process.exit(1), (e) => console.log(JSON.stringify({ code: e.code, message: e.message })));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], {
    cwd,
    env: { ...process.env, ...env },
  });
  const { message, ...rest } = JSON.parse(stdout) as { message: string; code?: string };
  return Object.assign(new Error(message), rest);
}

const here = import.meta.dirname;
let empty: string;
let damaged: string;

beforeAll(async () => {
  empty = await mkdtemp(join(tmpdir(), 'qis-native-'));
  damaged = join(empty, 'damaged');
  const folder = join(damaged, 'prebuilds', `${process.platform}-${process.arch}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'usearch.node'), 'built for another machine');
});

afterAll(() => rm(empty, { recursive: true, force: true }));

test.each([
  ['it is not installed', () => realFailure(empty, {})],
  ['it has no binary for this platform', () => realFailure(here, { npm_config_platform: 'aix' })],
  ['its binary was built for another machine', () => realFailure(here, { USEARCH_PREBUILD: damaged })],
])('where %s there is no native module, and one warning says so', async (_case, fail) => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const failure = await fail();
  const load: ImportNative = () => Promise.reject(failure);
  expect(await loadNative(load)).toBeUndefined();
  expect(await loadNative(load)).toBeUndefined();
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('usearch cannot be loaded'), {
    code: 'QIS_NATIVE_MISSING',
    detail: failure.message,
  });
});

test.each([
  [
    'a dependency of usearch is missing',
    "Cannot find package 'node-gyp-build' imported from x",
    'ERR_MODULE_NOT_FOUND',
  ],
  ['it may not be read', 'permission denied', 'EACCES'],
  ['it throws', 'unexpected', undefined],
])('where %s the error is thrown', async (_case, message, code) => {
  const failure = Object.assign(new Error(message), { code });
  await expect(loadNative(() => Promise.reject(failure))).rejects.toBe(failure);
});

test('here it is there', async () => {
  expect(await loadNative()).toBeDefined();
});
