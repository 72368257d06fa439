import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const demo = fileURLToPath(new URL('demo.ts', import.meta.url));
const run = (...args: string[]): Promise<{ stdout: string }> =>
  promisify(execFile)(process.execPath, ['--conditions=@qis/source', demo, ...args]);

describe('the demo', () => {
  it('draws the curve that the README shows, then a synthesis with dissent and the statistics', async () => {
    const { stdout } = await run();
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const curve = stdout.slice(stdout.indexOf('  █'), stdout.indexOf('"known" is the ceiling')).trimEnd();
    expect(curve.split('\n').length).toBeGreaterThan(20);
    expect(readme).toContain(curve);
    expect(stdout).toMatch(/"dissent": [1-9]/);
    expect(stdout).toContain('"packets": 391');
  }, 120_000);

  it('takes a fleet of another size', async () => {
    const { stdout } = await run('--agents', '3', '--encounters', '20');
    expect(stdout).toContain('3 agents, each with its own MCP client, meet 20 of 391 problems');
  }, 120_000);

  it('refuses what it does not understand, naming it', async () => {
    await expect(run('--agents', 'many')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--agents'),
    });
  }, 120_000);
});
