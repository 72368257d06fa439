import { execFile } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** The file that users run. */
export const PROGRAM: string = join(ROOT, 'apps', 'mcp-server', 'dist', 'qis-mcp.js');

/** Builds the packages where a source is newer than the program, so that what is measured is what stands here. */
export async function buildWhenStale(signal: AbortSignal): Promise<void> {
  const built = statSync(PROGRAM, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = globSync('{packages,apps}/*/src/**/*.ts', { cwd: ROOT });
  if (sources.every((file) => statSync(join(ROOT, file)).mtimeMs <= built)) return;
  await promisify(execFile)(join(ROOT, 'node_modules', '.bin', 'tsdown'), ['--logLevel', 'warn'], {
    cwd: ROOT,
    signal,
    shell: process.platform === 'win32', // there it is a .cmd file
  });
}
