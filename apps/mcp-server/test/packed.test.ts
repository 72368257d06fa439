import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { outcome } from './fixture.ts';
import { SpawnedServer, temporaryFolder, timed } from './spawned.ts';

const run = promisify(execFile);
const here = fileURLToPath(new URL('..', import.meta.url));
const embeddings = fileURLToPath(new URL('../../../packages/embeddings/', import.meta.url));
const bin = join('@qis', 'mcp-server', 'dist', 'qis-mcp.js');

/** Packs a package as it would be published, and unpacks it as npm would install it. */
async function install(dir: string, name: string, modules: string): Promise<void> {
  const { stdout } = await run('pnpm', ['pack', '--json', '--pack-destination', modules], { cwd: dir });
  const { filename } = JSON.parse(stdout) as { filename: string };
  mkdirSync(join(modules, name), { recursive: true });
  await run('tar', ['-xzf', filename, '-C', join(modules, name), '--strip-components=1']);
}

it('the packed program needs nothing beside it but the model, speaks only protocol, and ends with its client', async () => {
  if (!existsSync(join(here, 'dist', 'qis-mcp.js')))
    throw new Error('There is no dist to pack: run npm run build first.');
  const modules = join(temporaryFolder(), 'node_modules');
  mkdirSync(modules);
  await install(here, '@qis/mcp-server', modules);
  await install(embeddings, '@qis/embeddings', modules);
  expect(readdirSync(join(modules, '@qis')).sort()).toEqual(['embeddings', 'mcp-server']);

  const server = new SpawnedServer([join(modules, bin)]);
  expect(await server.initialize()).toMatchObject({ result: { serverInfo: { name: 'qis' } } });
  expect((await server.ask('tools/list')).result?.tools).toHaveLength(3);
  expect((await server.call('deposit', outcome)).result?.isError).toBeUndefined();
  const { problem_description } = outcome;
  expect(await server.call('query', { problem_description })).toMatchObject({
    result: { structuredContent: { hits: [] } },
  });
  expect(await server.call('query', { problem: 'x' })).toMatchObject({ result: { isError: true } });
  server.process.stdin.end();
  expect(await timed(server.exited)).toBeLessThan(2_000);
  expect(await server.exited).toBe(0);
  // usearch is optional, and not there: said once.
  expect(
    server.stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    expect.objectContaining({ level: 'warn', message: expect.stringMatching(/^usearch cannot be loaded/) }),
  ]);
  expect(server.messages()).toHaveLength(5);
  expect(server.stdout).toBe(
    `${server
      .messages()
      .map((message) => JSON.stringify(message))
      .join('\n')}\n`,
  );
}, 60_000);
