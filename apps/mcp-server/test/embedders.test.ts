import { cpSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { outcome } from './fixture.ts';
import { SOURCE, SpawnedServer, temporaryFolder } from './spawned.ts';

const { problem_description } = outcome;

/** Both calls embed their text. */
async function expectToServe(server: SpawnedServer): Promise<void> {
  await server.initialize();
  expect((await server.call('deposit', outcome)).result?.isError).toBeUndefined();
  expect((await server.call('query', { problem_description })).result?.isError).toBeUndefined();
}

it('the program embeds by a model of the cache folder, without a network', async () => {
  const cache = temporaryFolder();
  const model = fileURLToPath(
    new URL('../../../packages/embeddings/test/models/qis/tiny-bert', import.meta.url),
  );
  cpSync(model, join(cache, 'qis', 'models', 'qis', 'tiny-bert'), { recursive: true });
  const server = new SpawnedServer([...SOURCE, '--embedder', 'qis/tiny-bert'], {
    XDG_CACHE_HOME: cache,
    // Nobody is there: a request would be an error.
    HF_ENDPOINT: 'http://127.0.0.1:9',
  });
  await expectToServe(server);
  expect(server.stderr).toBe('');
});

it('the program says in its log which command helps where a model is not there and cannot be fetched', async () => {
  const server = new SpawnedServer([...SOURCE, '--embedder', 'qis/tiny-bert'], {
    XDG_CACHE_HOME: temporaryFolder(),
    HF_ENDPOINT: 'http://127.0.0.1:9',
  });
  await server.initialize();
  const answer = await server.call('query', { problem_description });
  expect(answer.result).toMatchObject({ isError: true });
  expect(JSON.stringify(answer)).not.toContain('hf download');
  expect(server.stderr).toContain('hf download qis/tiny-bert');
});

it('the program embeds by an OpenAI-compatible server, whose key is in no log', async () => {
  const keys = new Set<string | undefined>();
  const api = createServer(async (request, response) => {
    keys.add(request.headers.authorization);
    let text = '';
    for await (const chunk of request) text += chunk;
    const { input } = JSON.parse(text) as { input: string[] };
    response.end(JSON.stringify({ data: input.map((_, index) => ({ index, embedding: [1, 0, 0] })) }));
  });
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    api.closeAllConnections();
    api.close();
  });
  const url = `http://127.0.0.1:${(api.address() as AddressInfo).port}/v1`;
  const server = new SpawnedServer([...SOURCE, '--embedder', `openai:${url}#tiny`], {
    QIS_OPENAI_API_KEY: 'sk-hunter2',
    QIS_LOG_LEVEL: 'debug',
  });
  await expectToServe(server);
  expect([...keys]).toEqual(['Bearer sk-hunter2']);
  expect(server.stderr + server.stdout).not.toContain('hunter2');
});
