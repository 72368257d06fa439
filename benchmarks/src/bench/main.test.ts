import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { sampleMeasurement, sampleResult } from './sample-result.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

function bench(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@qis/source', MAIN, ...args],
    { encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

function fileOf(result: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'qis-bench-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'result.json');
  writeFileSync(path, JSON.stringify(result));
  return path;
}

test('a recorded result whose goal is missed fails the check, and nothing else', () => {
  const path = fileOf(sampleResult([sampleMeasurement({ value: 2, goal: { atMost: 1 } })]));
  expect(bench('--results', path)).toMatchObject({ status: 0, stderr: '' });
  const checked = bench('--results', path, '--check');
  expect(checked.status).toBe(1);
  expect(checked.stdout).toMatch(
    /missed +latency: query p50, transport memory:, packets 1,000: 2\.00 ms .* wanted at most 1\.00 ms/,
  );
});

test('a suite that failed fails the run, and one that was stopped says so', () => {
  const result = sampleResult([]);
  const [suite] = result.suites;
  const failed = fileOf({ ...result, suites: [{ ...suite, error: 'no store' }] });
  expect(bench('--results', failed)).toMatchObject({ status: 1, stdout: 'latency\n  failed: no store\n' });
  const stopped = fileOf({ ...result, interrupted: true });
  expect(bench('--results', stopped).status).toBe(130);
});

test('what cannot be meant is refused with a sentence, before anything runs', () => {
  const refused = bench('--results', fileOf({ suites: 1 }));
  expect(refused).toMatchObject({ status: 2, stdout: '' });
  expect(refused.stderr).toContain('is no result of npm run bench');
  const secret = bench('latency', '--transport', 'http://user:secret@localhost/v1');
  expect(secret.status).toBe(2);
  expect(secret.stderr).not.toContain('user:secret');
});
