// The packed packages, installed by npm from their tarballs into an empty folder, serve, keep packets and end as promised. Needs the registry.
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { outcome } from './fixture.ts';
import { PACKAGES, pack } from './pack.ts';
import { builtSnapshot, fill } from './snapshot.ts';
import { SpawnedServer, temporaryFolder, timed } from './spawned.ts';

const run = promisify(execFile);
const { problem_description } = outcome;

it('npm install and the bin', async () => {
  const home = temporaryFolder();
  const folder = join(home, 'installed');
  mkdirSync(folder);
  // Not published yet: what the packages ask of each other comes from the tarballs too.
  const files = Object.fromEntries(
    await Promise.all(Object.keys(PACKAGES).map(async (name) => [name, `file:${await pack(name, home)}`])),
  );
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, dependencies: files, overrides: files }),
  );
  await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder });

  const dataHome = temporaryFolder();
  const start = async (): Promise<SpawnedServer> => {
    const server = new SpawnedServer([join(folder, 'node_modules', '.bin', 'qis-mcp')], {
      XDG_DATA_HOME: dataHome,
    });
    await server.initialize();
    return server;
  };
  const end = async (server: SpawnedServer): Promise<void> => {
    server.process.stdin.end();
    expect(await timed(server.exited)).toBeLessThan(2_000);
    expect(await server.exited).toBe(0);
    expect(server.stderr).toBe('');
  };
  const ids = async (server: SpawnedServer): Promise<readonly unknown[]> => {
    const { result } = await server.call('query', { problem_description, top_k: 1 });
    const hits = (result?.structuredContent?.hits ?? []) as { id: unknown }[];
    return hits.map(({ id }) => id);
  };

  const [writer, reader] = await Promise.all([start(), start()]);
  expect((await writer.ask('tools/list')).result?.tools).toHaveLength(3);
  const deposited = (await writer.call('deposit', outcome)).result?.structuredContent?.id;
  expect(deposited).toBeTypeOf('string');
  expect(await ids(reader)).toEqual([deposited]);
  expect(writer.messages()).toHaveLength(3);
  await Promise.all([end(writer), end(reader)]);

  const path = join(dataHome, 'qis', 'outcomes.db');
  await fill(path);
  const later = await start();
  expect(await ids(later)).toEqual([deposited]);
  await builtSnapshot(path);
  expect(await ids(later)).toEqual([deposited]);
  await end(later);
});
