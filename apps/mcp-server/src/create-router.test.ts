import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { outcome } from '../test/fixture.ts';
import { temporaryFolder } from '../test/spawned.ts';
import { createRouter } from './create-router.ts';

it('makes a router of names, and opens nothing yet', async () => {
  const router = await createRouter({ transport: 'memory:', collection: 'team', embedder: 'static' });
  expect(router.transport.name).toBe('memory');
  await router.close();
});

it('is over SQLite unless told otherwise', async () => {
  const router = await createRouter();
  expect(router.transport.name).toBe('sqlite');
  await router.close();
});

it('leaves embedding to a gateway unless an embedder is named', async () => {
  const transport = 'https://gateway.example/v1';
  const routers = [await createRouter({ transport }), await createRouter({ transport, embedder: 'static' })];
  expect(routers.map((router) => router.transport.capabilities.embeds)).toEqual([true, undefined]);
  await Promise.all(routers.map((router) => router.close()));
});

it('keeps the collection to itself, in a file that it makes when it is needed', async () => {
  const path = join(temporaryFolder(), 'not there yet', 'team 100%.db');
  const transport = `sqlite:${encodeURI(path)}`;
  const [team, other] = await Promise.all([
    createRouter({ transport, collection: 'team' }),
    createRouter({ transport: `${transport}?collection=other` }),
  ]);
  await team.deposit(outcome);
  expect((await team.stats()).packets).toBe(1);
  expect((await other.stats()).packets).toBe(0);
  await Promise.all([team.close(), other.close()]);
  expect(existsSync(path)).toBe(true);
});

it.each([
  [
    'transport',
    { transport: 'ftp://localhost/v1' },
    'transport names no transport that there is. Known: memory:, sqlite:, chroma:, qdrant:, qdrant+grpc:, http:, https:.',
  ],
  [
    'transport',
    { transport: '' },
    'transport is no URL. Known: memory:, sqlite:, chroma:, qdrant:, qdrant+grpc:, http:, https:.',
  ],
  [
    'embedder',
    { embedder: 'toString' },
    'embedder must be one of static, minilm, OWNER/MODEL, openai:URL#MODEL.',
  ],
])('refuses an unknown %s by name', async (field, choice, message) => {
  await expect(createRouter(choice)).rejects.toMatchObject({ code: 'INVALID_OPTION', field, message });
});
