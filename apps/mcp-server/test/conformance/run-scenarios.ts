import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { temporaryFolder } from '../spawned.ts';

const folder = dirname(
  createRequire(import.meta.url).resolve('@modelcontextprotocol/conformance/package.json'),
);

interface Check {
  readonly name: string;
  readonly status: string;
  readonly errorMessage?: string;
}

/** The scenarios that a server must pass to conform to a revision of the specification. */
export function requiredScenarios(revision: string): readonly string[] {
  const { server } = parse(readFileSync(join(folder, 'requirements', `${revision}.yaml`), 'utf8')) as {
    readonly server: readonly string[];
  };
  return server;
}

/** What each scenario found wrong with a server; a scenario that found nothing has an empty list. */
export async function runScenarios(
  url: string,
  revision: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const results = temporaryFolder();
  const args = ['server', '--url', url, '--requirements', revision, '--output-dir', results];
  // Its exit code says that something failed; the results say what.
  const child = spawn(process.execPath, [join(folder, 'dist/index.js'), ...args], { stdio: 'ignore' });
  const exited = new Promise((resolve) => child.on('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  await exited;
  return new Map(
    readdirSync(results).map((name) => {
      const scenario = name.replace(/^server-/, '').replace(/-\d{4}-\d\d-\d\dT[\d-]+Z$/, '');
      return [scenario, faults(JSON.parse(readFileSync(join(results, name, 'checks.json'), 'utf8')))];
    }),
  );
}

/** A scenario without a check that succeeded has not looked. */
function faults(checks: readonly Check[]): readonly string[] {
  const failed = checks.filter(({ status }) => status === 'FAILURE');
  const looked = checks.some(({ status }) => status === 'SUCCESS');
  return failed.length > 0 || looked
    ? failed.map(({ name, errorMessage = '' }) => `${name}: ${errorMessage}`)
    : ['No check succeeded.'];
}
