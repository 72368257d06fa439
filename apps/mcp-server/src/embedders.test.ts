import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OpenAiEmbedder } from '@qis/embeddings/openai';
import { StaticEmbedder } from '@qis/embeddings/static';
import { TransformersEmbedder } from '@qis/embeddings/transformers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { chooseEmbedder } from './embedders.ts';

describe('chooseEmbedder', () => {
  it.each([
    ['static', StaticEmbedder],
    ['minilm', TransformersEmbedder],
    ['Xenova/bge-small-en-v1.5', TransformersEmbedder],
    ['openai:http://localhost:11434/v1#nomic-embed-text:latest', OpenAiEmbedder],
    ['openai:https://api.example.com/v1/#BAAI/bge-m3', OpenAiEmbedder],
  ])('makes %s, and opens nothing', async (name, kind) => {
    expect(await chooseEmbedder(name)({})).toBeInstanceOf(kind);
  });

  it.each([
    '',
    'Static',
    'toString',
    'bert',
    '../models',
    'a/..',
    'a/b/c',
    './a/b',
    'a/b c',
    'http://host/v1#m',
  ])('refuses %j, and says what there is', (name) => {
    expect(() => chooseEmbedder(name)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        field: 'embedder',
        message: 'embedder must be one of static, minilm, OWNER/MODEL, openai:URL#MODEL.',
      }),
    );
  });

  it.each([
    'openai:',
    'openai:hunter2',
    'openai:ftp://hunter2/v1#m',
    'openai:http://hunter2/v1',
    'openai:http://hunter2/v1#',
    'openai:http://hunter2/v1# ',
    'openai:https://ann:hunter2@host/v1#m',
    'openai:https://host/v1?key=hunter2#m',
  ])('refuses %s without repeating it', (name) => {
    expect(() => chooseEmbedder(name, '--embedder')).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        message: expect.stringMatching(/^--embedder (?!.*hunter2)/),
      }),
    );
  });

  it('hands an OpenAI-compatible server its key and the model as it was written', async () => {
    const asked: { headers: IncomingHttpHeaders; body: unknown }[] = [];
    const server = createServer(async (request, response) => {
      let text = '';
      for await (const chunk of request) text += chunk;
      asked.push({ headers: request.headers, body: JSON.parse(text) });
      response.end('{"data":[{"index":0,"embedding":[1,2]}]}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    const make = chooseEmbedder(`openai:${url}#own/model%:1 #2`);
    const withKey = await (await make({ apiKey: 'sk-1' })).open();
    const without = await (await make({})).open();
    expect(withKey).toEqual(without);
    expect(withKey.fingerprint.model).toBe('own/model%:1 #2');
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer sk-1', undefined]);
    expect(asked[0]?.body).toMatchObject({ model: 'own/model%:1 #2' });
  });
});
