// The packed packages, installed by npm from their tarballs into an empty folder, serve and end as promised. Needs the registry.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { outcome } from './fixture.ts';
import { SpawnedServer, temporaryFolder, timed } from './spawned.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const packages = ['packages/core', 'packages/memory', 'packages/embeddings', 'apps/mcp-server'];

async function pack(dir: string, destination: string): Promise<string> {
  if (!existsSync(join(root, dir, 'dist')))
    throw new Error(`${dir} has no dist to pack: run npm run build first.`);
  const { stdout } = await run('pnpm', ['pack', '--json', '--pack-destination', destination], {
    cwd: join(root, dir),
  });
  return (JSON.parse(stdout) as { filename: string }).filename;
}

it('npm install and the bin', async () => {
  const home = temporaryFolder();
  const folder = join(home, 'installed');
  mkdirSync(folder);
  const tarballs = await Promise.all(packages.map((dir) => pack(dir, home)));
  // Not published yet: what the packages ask of each other comes from the tarballs too.
  const names = ['@qis/core', '@qis/memory', '@qis/embeddings', '@qis/mcp-server'];
  const files = Object.fromEntries(names.map((name, i) => [name, `file:${tarballs[i]}`]));
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, dependencies: files, overrides: files }),
  );
  await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder });

  const server = new SpawnedServer([join(folder, 'node_modules', '.bin', 'qis-mcp')]);
  await server.initialize();
  expect((await server.ask('tools/list')).result?.tools).toHaveLength(3);
  expect((await server.call('deposit', outcome)).result?.isError).toBeUndefined();
  const { problem_description } = outcome;
  expect((await server.call('query', { problem_description })).result?.isError).toBeUndefined();
  server.process.stdin.end();
  expect(await timed(server.exited)).toBeLessThan(2_000);
  expect(await server.exited).toBe(0);
  expect(server.stderr).toBe('');
  expect(server.messages()).toHaveLength(4);
});
