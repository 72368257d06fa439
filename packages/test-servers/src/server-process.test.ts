import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { isRoot, makeServerFolder, removeServerFolder, UNPRIVILEGED } from './server-folder.ts';
import { type Launch, startProcess } from './server-process.ts';

function launchOf(script: string, answers: Launch['answers'] = async () => true): Launch {
  const folder = makeServerFolder('test');
  onTestFinished(() => removeServerFolder(folder));
  return { name: 'Fake', command: process.execPath, args: ['-e', script], folder, answers };
}

const LIVES = 'setInterval(() => {}, 1000)';
/** A process counts as there until its parent, which may be the first of a container, has asked how it ended. */
const REAPED = { timeout: 10_000 };

it('says what a server said that dies instead of answering', async () => {
  const launch = launchOf('console.error("no such flag"); process.exit(3)', async () => false);
  await expect(startProcess(launch)).rejects.toThrow(/^Fake ended with 3\. It said: no such flag/);
});

it('says which program cannot be run', async () => {
  const launch = launchOf(LIVES, async () => false);
  await expect(startProcess({ ...launch, command: 'qis-no-such-program' })).rejects.toThrow(
    'qis-no-such-program',
  );
});

it('kills the server and what it has started', async () => {
  const child = `const { pid } = require('node:child_process').spawn('sleep', ['600']); require('node:fs').writeFileSync('pid', String(pid)); ${LIVES}`;
  const launch = launchOf(child);
  const written = async (): Promise<boolean> => existsSync(`${launch.folder}/pid`);
  const server = await startProcess({ ...launch, answers: written });
  await server.kill();
  expect(() => process.kill(server.pid, 0)).toThrow('ESRCH');
  await expect.poll(() => aliveInGroup(server.pid), REAPED).toBe(false);
});

it.runIf(isRoot)('runs it as nobody where the tests run as root', async () => {
  const script = `require('node:fs').writeFileSync(String(process.getuid()), ''); ${LIVES}`;
  const launch = launchOf(script);
  const written = async (): Promise<boolean> => existsSync(`${launch.folder}/${UNPRIVILEGED}`);
  await (await startProcess({ ...launch, answers: written })).kill();
});

it('ends the server and removes its folder when the process that started it is killed', async () => {
  const parent = spawn(
    process.execPath,
    [...process.execArgv, new URL('../test/start-and-wait.ts', import.meta.url).pathname],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const { pid, folder } = JSON.parse(line.toString()) as { pid: number; folder: string };
  expect(aliveInGroup(pid)).toBe(true);
  parent.kill('SIGKILL');
  await expect.poll(() => existsSync(folder)).toBe(false);
  await expect.poll(() => aliveInGroup(pid), REAPED).toBe(false);
});

function aliveInGroup(pid: number): boolean {
  try {
    return process.kill(-pid, 0);
  } catch {
    return false;
  }
}
