import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { outcome } from './fixture.ts';
import { SOURCE, SpawnedServer, temporaryFolder } from './spawned.ts';

const { problem_description } = outcome;

async function start(dataHome: string, before: readonly string[] = []): Promise<SpawnedServer> {
  const server = new SpawnedServer(SOURCE, { XDG_DATA_HOME: dataHome }, before);
  await server.initialize();
  return server;
}

async function end(server: SpawnedServer): Promise<void> {
  server.process.stdin.end();
  expect(await server.exited).toBe(0);
}

async function deposit(server: SpawnedServer, delta_summary: string): Promise<string> {
  const { result } = await server.call('deposit', { ...outcome, delta_summary });
  expect(result?.isError).toBeUndefined();
  return String(result?.structuredContent?.id);
}

async function found(server: SpawnedServer): Promise<readonly string[]> {
  const { result } = await server.call('query', { problem_description });
  const hits = (result?.structuredContent?.hits ?? []) as { id: string }[];
  return hits.map(({ id }) => id).sort();
}

async function refusal(server: SpawnedServer, name: string, args: object): Promise<string> {
  const { result } = await server.call(name, args);
  expect(result?.isError).toBe(true);
  return result?.content?.[0]?.text ?? '';
}

it('what one process deposits, the next query of another finds, and it is there when both have ended', async () => {
  const dataHome = temporaryFolder();
  const [one, other] = await Promise.all([start(dataHome), start(dataHome)]);
  const first = await deposit(one, 'a longer busy timeout');
  expect(await found(other)).toEqual([first]);
  const second = await deposit(other, 'one writer and a queue');
  expect(await found(one)).toEqual([second]); // not its own
  await Promise.all([end(one), end(other)]);
  expect(one.stderr + other.stderr).toBe('');

  const later = await start(dataHome);
  expect(await found(later)).toEqual([first, second].sort());
});

it('the store is one file in the data folder, and nobody else may read any of it', async () => {
  const dataHome = temporaryFolder();
  // With an agent id given there is nobody but the store to make the folder.
  const server = new SpawnedServer(SOURCE, { XDG_DATA_HOME: dataHome, QIS_AGENT_ID: 'ann' });
  await server.initialize();
  await server.ask('tools/list');
  expect(readdirSync(dataHome)).toEqual([]); // nothing is made before it is needed
  await deposit(server, 'WAL');
  const folder = join(dataHome, 'qis');
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  const modes = Object.fromEntries(
    readdirSync(folder).map((file) => [file, statSync(join(folder, file)).mode & 0o777]),
  );
  expect(modes).toEqual({
    'outcomes.db': 0o600,
    'outcomes.db-shm': 0o600,
    'outcomes.db-wal': 0o600,
  });
  await end(server);
  expect(readdirSync(folder)).toEqual(['outcomes.db']);
});

// Root may write anywhere, unless it gives that up.
const isRoot = process.getuid?.() === 0;
const asUser = isRoot ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search'] : [];
const [command = 'true', ...rest] = [...asUser, 'true'];
const denied = process.platform !== 'win32' && spawnSync(command, rest).status === 0;

describe.skipIf(!denied)(
  `where it cannot be written${denied ? '' : ' (skipped: nothing is denied here)'}`,
  () => {
    it.each([
      ['the place of the folder', []],
      ['the folder', ['qis']],
      ['the file', ['qis', 'outcomes.db']],
    ])('%s, the model is told to go on, the operator what to do, and then it works', async (_what, path) => {
      const dataHome = temporaryFolder();
      const kept = path.length > 0 ? [await depositAndEnd(dataHome)] : [];
      const allow = forbid(join(dataHome, ...path), 0o500);
      const server = await start(dataHome, asUser);
      expect(await refusal(server, 'query', { problem_description })).toMatch(
        /^STORE_READ_ONLY: The outcome store cannot be written; .* Go on with your task/,
      );
      expect(await refusal(server, 'deposit', outcome)).toMatch(/^STORE_READ_ONLY: /);
      expect((await server.ask('tools/list')).result?.tools).toHaveLength(3);
      expect(errors(server)).toEqual([readOnly('query'), readOnly('deposit')]);

      allow();
      kept.push(await deposit(server, 'WAL'));
      await end(server);
      expect(await found(await start(dataHome))).toEqual(kept.sort());
    });
  },
);

async function depositAndEnd(dataHome: string): Promise<string> {
  const server = await start(dataHome);
  const id = await deposit(server, 'a longer busy timeout');
  await end(server);
  return id;
}

/** Takes permissions away until the function that it returns is called, or the test is over. */
function forbid(place: string, mode: number): () => void {
  const before = statSync(place).mode;
  const allow = (): void => chmodSync(place, before);
  chmodSync(place, mode);
  onTestFinished(allow);
  return allow;
}

function readOnly(tool: string): unknown {
  const message = new RegExp(`^${tool}: .* must be writable for this user: correct the permissions`);
  return expect.objectContaining({ code: 'STORE_READ_ONLY', message: expect.stringMatching(message) });
}

/** What it has logged for its operator. */
function errors({ stderr }: SpawnedServer): readonly object[] {
  const lines = stderr.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as { level: string }).filter(({ level }) => level === 'error');
}
