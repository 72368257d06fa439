import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { outcome } from './fixture.ts';
import { installedFor, linkDependencies, PACKAGES, unpackInto } from './pack.ts';
import { builtSnapshot, fill } from './snapshot.ts';
import { SpawnedServer, temporaryFolder, timed } from './spawned.ts';

const { problem_description } = outcome;
const bin = join('@qis', 'mcp-server', 'dist', 'qis-mcp.js');
const model = '@qis/embeddings';
const sqlite = installedFor('@qis/mcp-server', 'better-sqlite3');

/** Queries once, then keeps its router until stdin ends. */
const LIBRARY = `
import { createRouter } from '@qis/mcp-server';
const router = await createRouter({ transport: process.argv[2] });
await router.query(process.argv[3]);
process.stdin.on('end', () => router.close()).resume();
`;

/** An empty folder, and in it packages as npm would install them. */
async function modulesWith(...names: readonly string[]): Promise<string> {
  const modules = join(temporaryFolder(), 'node_modules');
  mkdirSync(modules);
  await unpackInto(modules, names);
  return modules;
}

function log({ stderr }: SpawnedServer): readonly object[] {
  const lines = stderr.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as object);
}

it('the packed program needs nothing beside it but SQLite and the model, speaks only protocol, keeps what it is given, and ends with its client', async () => {
  const modules = await modulesWith('@qis/mcp-server', model);
  linkDependencies(modules, '@qis/mcp-server', ['better-sqlite3']);
  expect(readdirSync(modules).filter((name) => !name.endsWith('.tgz'))).toEqual(['@qis', 'better-sqlite3']);
  expect(readdirSync(join(modules, '@qis')).sort()).toEqual(['embeddings', 'mcp-server']);

  const home = { XDG_DATA_HOME: temporaryFolder() };
  const server = new SpawnedServer([join(modules, bin)], home);
  expect(await server.initialize()).toMatchObject({ result: { serverInfo: { name: 'qis' } } });
  expect((await server.ask('tools/list')).result?.tools).toHaveLength(3);
  const deposited = (await server.call('deposit', outcome)).result;
  expect(deposited?.isError).toBeUndefined();
  expect(await server.call('query', { problem_description })).toMatchObject({
    result: { structuredContent: { hits: [] } },
  });
  expect(await server.call('query', { problem: 'x' })).toMatchObject({ result: { isError: true } });
  server.process.stdin.end();
  expect(await timed(server.exited)).toBeLessThan(2_000);
  expect(await server.exited).toBe(0);
  // usearch is optional, and not there: said once.
  expect(log(server)).toEqual([
    expect.objectContaining({ level: 'warn', message: expect.stringMatching(/^usearch cannot be loaded/) }),
  ]);
  expect(server.messages()).toHaveLength(5);
  expect(server.stdout).toBe(
    `${server
      .messages()
      .map((message) => JSON.stringify(message))
      .join('\n')}\n`,
  );

  const later = new SpawnedServer([join(modules, bin)], home);
  await later.initialize();
  expect(await later.call('query', { problem_description })).toMatchObject({
    result: { structuredContent: { hits: [{ id: deposited?.structuredContent?.id }] } },
  });
}, 60_000);

it('the packed program carries the licences of what is bundled into it', async () => {
  const modules = await modulesWith('@qis/mcp-server', model);
  const text = readFileSync(join(modules, '@qis', 'mcp-server', 'dist', 'THIRD-PARTY-LICENSES.txt'), 'utf8');
  for (const name of ['hono', 'zod', '@modelcontextprotocol/server', 'structured-source'])
    expect(text).toMatch(new RegExp(`^${name} [\\d.]+ \\(`, 'm'));
  expect(text).toContain('Redistributions in binary form must reproduce the above copyright');
  expect(text).not.toContain('@qis/');
}, 60_000);

it('the packed program builds the index file, in a worker that lies in another package, and so does the library', async () => {
  const modules = await modulesWith(...Object.keys(PACKAGES));
  for (const name of Object.keys(PACKAGES)) linkDependencies(modules, name);
  const dataHome = temporaryFolder();
  const path = join(dataHome, 'qis', 'outcomes.db');
  await fill(path);
  const copy = join(temporaryFolder(), 'copy.db');
  cpSync(path, copy);

  const server = new SpawnedServer([join(modules, bin)], { XDG_DATA_HOME: dataHome });
  await server.initialize();
  const query = async (): Promise<unknown> =>
    (await server.call('query', { problem_description })).result?.structuredContent?.hits;
  expect(await query()).toHaveLength(10);
  await builtSnapshot(path);
  expect(await query()).toHaveLength(10);
  server.process.stdin.end();
  expect(await server.exited).toBe(0);
  expect(server.stderr).toBe('');

  const program = join(modules, 'library.mjs');
  writeFileSync(program, LIBRARY);
  const library = new SpawnedServer([program, `sqlite:${encodeURI(copy)}`, problem_description]);
  await builtSnapshot(copy);
  library.process.stdin.end();
  expect(await library.exited).toBe(0);
  expect(library.stderr).toBe('');
}, 180_000);

it.each([
  ['brings no binary', []],
  ['brings binaries that cannot be loaded', readdirSync(join(sqlite, 'prebuilds'))],
])(
  'where better-sqlite3 %s the store is refused, in words for the operator',
  async (_what, binaries) => {
    const modules = await modulesWith('@qis/mcp-server', model);
    const copy = join(modules, 'better-sqlite3');
    for (const part of ['package.json', 'lib'])
      cpSync(join(sqlite, part), join(copy, part), { recursive: true });
    mkdirSync(join(copy, 'prebuilds'));
    for (const file of binaries) writeFileSync(join(copy, 'prebuilds', file), 'built for another machine');

    const server = new SpawnedServer([join(modules, bin)]);
    await server.initialize();
    expect((await server.ask('tools/list')).result?.tools).toHaveLength(3);
    const { result } = await server.call('query', { problem_description });
    expect(result).toMatchObject({ isError: true });
    expect(result?.content?.[0]?.text).toMatch(/^STORE_UNSUPPORTED: .* Go on with your task/);
    server.process.stdin.end();
    await server.exited;
    expect(log(server)).toContainEqual(
      expect.objectContaining({
        level: 'error',
        code: 'STORE_UNSUPPORTED',
        message: expect.stringMatching(/better-sqlite3 has no binary that can be loaded here: .*--transport/),
      }),
    );
  },
  60_000,
);
