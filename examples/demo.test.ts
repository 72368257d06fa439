import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';

const PROGRAM = ['--conditions=@qis/source', fileURLToPath(new URL('demo.ts', import.meta.url))];
const LONGEST = 180_000;

/** Runs the demo with a folder of its own for temporary files and for data; resolves when its last process has ended. */
function run(folder: string, ...args: string[]): Promise<{ stdout: string }> {
  const running = promisify(execFile)(process.execPath, [...PROGRAM, ...args], { env: environment(folder) });
  onTestFinished(() => void running.child.kill()); // it may have run out of time
  return running;
}

function environment(folder: string): NodeJS.ProcessEnv {
  return { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder, XDG_DATA_HOME: folder };
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'qis-demo-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('the demo', () => {
  it(
    'draws the curve that the README shows, then a synthesis with dissent and the statistics, and leaves nothing behind',
    async () => {
      const folder = temporaryFolder();
      const { stdout } = await run(folder);
      const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
      const curve = stdout.slice(stdout.indexOf('  █'), stdout.indexOf('"known" is the ceiling')).trimEnd();
      expect(curve.split('\n').length).toBeGreaterThan(20);
      expect(readme).toContain(curve);
      expect(stdout).toContain('20 agents, each with its own qis-mcp process and MCP client');
      expect(stdout).toMatch(/"dissent": [1-9]/);
      expect(stdout).toContain('"packets": 391');
      expect(readdirSync(folder)).toEqual([]);
    },
    LONGEST,
  );

  it(
    'takes a fleet of another size, over a file that it keeps',
    async () => {
      const folder = temporaryFolder();
      const file = join(folder, 'kept.db');
      const { stdout } = await run(folder, '--agents=3', '--encounters=20', `--transport=sqlite:${file}`);
      expect(stdout).toContain('3 agents');
      expect(stdout).toContain(`meet 20 of 391 problems. Store: sqlite:${file}`);
      expect(existsSync(file)).toBe(true);
      expect(readdirSync(folder).every((name) => name.startsWith('kept.db'))).toBe(true);
    },
    LONGEST,
  );

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends its processes and removes its file on %s', async (signal, code) => {
    const folder = temporaryFolder();
    const demo = spawn(process.execPath, [...PROGRAM, '--agents', '3'], { env: environment(folder) });
    onTestFinished(() => void demo.kill('SIGKILL'));
    let stderr = '';
    demo.stderr.on('data', (chunk) => (stderr += String(chunk)));
    // Its processes have its stderr too: it is closed when the last of them has ended.
    const closed = new Promise((resolve) => demo.once('close', resolve));
    await new Promise((resolve) => demo.stdout.once('data', resolve));
    expect(readdirSync(folder)).toHaveLength(1);
    demo.kill(signal);
    expect(await closed).toBe(code);
    expect(stderr).toBe('');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('ends its processes and removes its file when an agent fails', async () => {
    const folder = temporaryFolder();
    const problems = join(folder, 'problems.jsonl');
    writeFileSync(problems, JSON.stringify({ text: 'x'.repeat(600), label: 'longer than a packet' }));
    await expect(run(folder, '--agents', '3', '--file', problems)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('deposit failed'),
    });
    expect(readdirSync(folder)).toEqual(['problems.jsonl']);
  });

  it.each([
    [['--agents', 'many'], '--agents takes a whole number, 1 or more.'],
    [
      ['--transport', 'memory:'],
      '--transport memory: ends with its process, and each agent has one of its own.',
    ],
    [['--transport', 'sqlite://host/x'], '--transport names a host behind sqlite://'],
  ])('refuses %j in a sentence, and makes nothing', async (args, sentence) => {
    const folder = temporaryFolder();
    await expect(run(folder, ...args)).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining(sentence),
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});
