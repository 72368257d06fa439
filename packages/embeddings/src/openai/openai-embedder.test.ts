import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OpenAiEmbedder, type OpenAiEmbedderOptions } from './openai-embedder.ts';

interface Asked {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: { readonly model: string; readonly input: readonly string[]; readonly dimensions?: number };
}
type Answer = (asked: Asked, response: ServerResponse) => unknown;

const KEY = 'sk-hunter2';

/** A server on loopback; what it does next stands in `answers`, and when that is used up it is well. */
let server: Server;
let answers: Answer[];
let asked: Asked[];

/** A text's vector tells its letters and its length. */
function embedding(text: string, dimensions = 4): number[] {
  const points = [...text].map((letter) => letter.codePointAt(0) ?? 0);
  return Array.from({ length: dimensions }, (_, at) =>
    points.reduce((sum, point) => sum + Math.cos(point * (at + 1)), at + 0.5),
  );
}

const well: Answer = ({ body }, response) => {
  const data = body.input.map((text, index) => ({
    object: 'embedding',
    index,
    embedding: embedding(text, body.dimensions),
  }));
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ object: 'list', data: data.reverse(), model: body.model, usage: {} }));
};

function status(code: number, headers: Record<string, string> = {}): Answer {
  return (_, response) =>
    response.writeHead(code, headers).end(JSON.stringify({ error: { message: `bad key ${KEY}` } }));
}

beforeEach(async () => {
  answers = [];
  asked = [];
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const each = {
      path: String(request.url),
      headers: request.headers,
      body: JSON.parse(text || '{}') as Asked['body'],
    };
    asked.push(each);
    (answers.shift() ?? well)(each, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function baseUrl(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

function made(options: Partial<OpenAiEmbedderOptions> = {}): OpenAiEmbedder {
  return new OpenAiEmbedder({ baseUrl: baseUrl(), model: 'tiny', apiKey: KEY, random: () => 0, ...options });
}

/** Open, without having asked for anything. */
async function opened(options: Partial<OpenAiEmbedderOptions> = {}): Promise<OpenAiEmbedder> {
  const embedder = made({ dimensions: 4, ...options });
  await embedder.open();
  return embedder;
}

describe('open', () => {
  it('finds out the dimensions by one request, and says of the model what it was told', async () => {
    expect(await made({ revision: '2026-11' }).open()).toEqual({
      fingerprint: {
        model: 'tiny',
        revision: '2026-11',
        dtype: 'api',
        pooling: 'api',
        normalisation: 'l2',
        dimensions: 4,
      },
      floor: { rule: 'none' },
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.body).not.toHaveProperty('dimensions');
  });

  it('asks nothing where the dimensions are given', async () => {
    expect((await made({ dimensions: 8 }).open()).fingerprint).toMatchObject({
      revision: 'unknown',
      dimensions: 8,
    });
    expect(asked).toEqual([]);
  });

  it('may be called again after it failed, and by many at once', async () => {
    const embedder = made({ retries: 0 });
    answers = [status(500)];
    await expect(embedder.open()).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
    await Promise.all([embedder.open(), embedder.open()]);
    expect(asked).toHaveLength(2);
  });

  it.each<[string, Partial<OpenAiEmbedderOptions>]>([
    ['baseUrl', { baseUrl: 'hunter2' }],
    ['baseUrl', { baseUrl: 'ftp://hunter2' }],
    ['baseUrl', { baseUrl: 'https://ann:hunter2@host/v1' }],
    ['apiKey', { apiKey: 'hunter2\n' }],
    ['model', { model: ' ' }],
    ['dimensions', { dimensions: 0 }],
    ['batchSize', { batchSize: 1.5 }],
    ['deadlineMs', { deadlineMs: 0 }],
    ['retries', { retries: -1 }],
  ])('is not reached with a %s that cannot be, which is not quoted: %j', (field, options) => {
    expect(() => made(options)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        field,
        message: expect.not.stringContaining('hunter2'),
      }),
    );
  });
});

describe('embed', () => {
  it('sends texts as they are, with key, model, format and dimensions, to the embeddings of the base URL', async () => {
    const texts = [
      'pnpm install fails',
      '数据库连接失败',
      '🎉👩‍👩‍👧‍👦',
      '```ts\nconst a = "b";\n```',
      'w'.repeat(5_000),
    ];
    const embedder = await opened({ baseUrl: `${baseUrl()}/?version=1` });
    await embedder.embed(texts);
    expect(asked).toEqual([
      {
        path: '/v1/embeddings?version=1',
        headers: expect.objectContaining({
          authorization: `Bearer ${KEY}`,
          'content-type': 'application/json',
        }),
        body: { model: 'tiny', input: texts, encoding_format: 'float', dimensions: 4 },
      },
    ]);
  });

  it('sends no authorization without a key', async () => {
    const { apiKey: _, ...options } = { baseUrl: baseUrl(), model: 'tiny', apiKey: KEY };
    await new OpenAiEmbedder(options).open();
    expect(asked[0]?.headers).not.toHaveProperty('authorization');
  });

  it('gives vectors of length 1 in order, whatever the order of the answer, batch by batch', async () => {
    const texts = Array.from({ length: 10 }, (_, at) => `text ${at}`);
    const vectors = await (await opened({ batchSize: 4 })).embed(texts);
    expect(asked.map(({ body }) => body.input.length)).toEqual([4, 4, 2]);
    for (const [at, text] of texts.entries()) {
      const length = Math.hypot(...embedding(text));
      const vector = vectors[at] as Float32Array;
      embedding(text).forEach((value, j) => {
        expect(vector[j]).toBeCloseTo(value / length, 6);
      });
    }
  });

  it('sends 64 texts a request unless told otherwise, and none for no texts', async () => {
    const embedder = await opened();
    expect(await embedder.embed([])).toEqual([]);
    expect(await embedder.embed(Array(65).fill('a'))).toHaveLength(65);
    expect(asked.map(({ body }) => body.input.length)).toEqual([64, 1]);
  });

  it('refuses a blank text by its place, and everything when it is not open', async () => {
    const embedder = await opened();
    await expect(embedder.embed(['a', ' '])).rejects.toThrow('Text 1 is blank');
    await embedder.close();
    await expect(embedder.embed(['a'])).rejects.toMatchObject({ code: 'CLOSED' });
    expect(asked).toEqual([]);
  });
});

describe('a failure that may pass', () => {
  it.each<[string, Answer[]]>([
    ['429', [status(429)]],
    ['5xx, three times', [status(500), status(502), status(503)]],
    ['a connection that breaks', [(_, response) => response.destroy()]],
    [
      'half an answer',
      [
        (_, response) =>
          response.writeHead(200, { 'content-length': 999 }).write('{"data":[', () => response.destroy()),
      ],
    ],
  ])('is tried again: %s', async (_, faults) => {
    answers = [...faults];
    expect(await (await opened()).embed(['a'])).toHaveLength(1);
    expect(asked).toHaveLength(faults.length + 1);
  });

  it('is tried again after as long as the server asks for', async () => {
    const real = setTimeout;
    const waits: unknown[] = [];
    vi.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, milliseconds: number) => {
      if (milliseconds !== 7_000) return real(run, milliseconds);
      waits.push(milliseconds);
      return real(run, 0);
    }) as typeof setTimeout);
    answers = [status(429, { 'retry-after': '7' })];
    await (await opened()).embed(['a']);
    expect(waits).toEqual([7_000]);
  });

  it('is an error at once when the server wants to be left alone for long', async () => {
    answers = [status(429, { 'retry-after': '3600' })];
    await expect((await opened()).embed(['a'])).rejects.toMatchObject({
      code: 'EMBEDDER_FAILED',
      message: expect.stringContaining('status 429. It gets too many requests'),
      retryable: true,
    });
    expect(asked).toHaveLength(1);
  });

  it('is an error that says what to do when it does not pass', async () => {
    answers = Array(9).fill(status(503));
    await expect((await opened()).embed(['a'])).rejects.toMatchObject({
      code: 'EMBEDDER_FAILED',
      message: expect.stringContaining('status 503. Look at its log'),
      retryable: true,
    });
    expect(asked).toHaveLength(4);
  });

  it('of a server that is not there names its reason', async () => {
    const embedder = await opened({ retries: 1 });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(embedder.embed(['a'])).rejects.toMatchObject({
      message: expect.stringMatching(/cannot be reached \(ECONNREFUSED\)\. Check that it runs/),
      retryable: true,
    });
  });
});

describe('a failure that stays', () => {
  it.each<[string, Answer, string]>([
    ['a wrong key', status(401), 'Give it an API key'],
    ['an unknown model or path', status(404), 'Check the base URL'],
    ['a text that is too long', status(400), 'A text may be too long'],
    ['a redirection', status(307, { location: 'http://127.0.0.1:9/' }), 'status 307'],
    ['bad JSON', (_, response) => response.end('<html>sk-hunter2</html>'), 'no JSON'],
    ['NaN', (_, response) => response.end('{"data":[{"index":0,"embedding":[NaN]}]}'), 'no JSON'],
    ['a wrong count', (_, response) => response.end('{"data":[]}'), '0 vectors for 1 texts'],
    [
      'NaN as a string',
      (_, response) => response.end('{"data":[{"index":0,"embedding":["NaN",1,1,1]}]}'),
      'no list of finite numbers',
    ],
    [
      'wrong dimensions',
      (_, response) => response.end('{"data":[{"index":0,"embedding":[1,2]}]}'),
      '2 dimensions where 4 are expected',
    ],
  ])('is an error at once, without key or answer in it: %s', async (_, answer, message) => {
    answers = [answer];
    const failure = await (await opened()).embed(['a']).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'EMBEDDER_FAILED', message: expect.stringContaining(message) });
    expect(String((failure as Error).stack) + String((failure as Error).cause)).not.toContain('hunter2');
    expect(asked).toHaveLength(1);
  });

  it('hanging past the deadline is one, and is not tried again', async () => {
    let requests = 0;
    const embedder = await opened({
      deadlineMs: 50,
      fetch: (...request) => {
        requests++;
        return fetch(...request);
      },
    });
    answers = [() => undefined];
    await expect(embedder.embed(['a'])).rejects.toMatchObject({
      code: 'EMBEDDER_FAILED',
      message: expect.stringContaining('did not answer within 50 ms'),
      retryable: true,
    });
    expect(requests).toBe(1);
  });

  it('so is an answer whose end hangs', async () => {
    answers = [(_, response) => response.writeHead(200).write('{')];
    await expect((await opened({ deadlineMs: 200 })).embed(['a'])).rejects.toThrow(
      'did not answer within 200 ms',
    );
  });
});

describe('an aborted signal', () => {
  it('ends a request with its reason', async () => {
    const controller = new AbortController();
    answers = [() => controller.abort(new Error('no longer needed'))];
    const { signal } = controller;
    await expect((await opened()).embed(['a'], { signal })).rejects.toThrow('no longer needed');
  });

  it('ends a pause, and there is no other try', async () => {
    const controller = new AbortController();
    answers = [
      (each, response) => {
        status(503, { 'retry-after': '15' })(each, response);
        response.on('close', () => controller.abort(new Error('no longer needed')));
      },
    ];
    const { signal } = controller;
    await expect((await opened()).embed(['a'], { signal })).rejects.toThrow('no longer needed');
    expect(asked).toHaveLength(1);
  });

  it('from the beginning sends nothing', async () => {
    const signal = AbortSignal.abort(new Error('no longer needed'));
    await expect((await opened()).embed(['a'], { signal })).rejects.toThrow('no longer needed');
    expect(asked).toEqual([]);
  });
});

it('goes through the fetch that it is given', async () => {
  const urls: string[] = [];
  const embedder = made({
    fetch: async (url, { body }) => {
      urls.push(url);
      const { input } = JSON.parse(body) as Asked['body'];
      return Response.json({ data: input.map((text, index) => ({ index, embedding: embedding(text) })) });
    },
  });
  await embedder.open();
  expect(await embedder.embed(['a'])).toHaveLength(1);
  expect(urls).toEqual([`${baseUrl()}/embeddings`, `${baseUrl()}/embeddings`]);
  expect(asked).toEqual([]);
});
