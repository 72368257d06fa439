import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DownloadProgress } from './download-file.ts';
import { type ModelOptions, TransformersEmbedder } from './transformers-embedder.ts';

const MODELS = fileURLToPath(new URL('../../test/models', import.meta.url));
const MODEL = 'qis/tiny-bert';
const Q8 = 'onnx/model_quantized.onnx';
const FILES = ['config.json', Q8, 'tokenizer.json', 'tokenizer_config.json'];

type Answer = (
  file: string,
  response: ServerResponse,
  request: IncomingMessage,
) => Promise<unknown> | unknown;

/** A hub on loopback that has the one model. */
let hub: Server;
let answer: Answer;
let asked: string[];
let cacheFolder: string;

const serveFile: Answer = async (file, response) => response.end(await readFile(join(MODELS, MODEL, file)));

beforeEach(async () => {
  answer = serveFile;
  asked = [];
  hub = createServer(async (request, response) => {
    asked.push(String(request.url));
    const [, file = ''] = /\/resolve\/[^/]+\/(.+)$/.exec(String(request.url)) ?? [];
    await answer(file, response, request);
  });
  await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
  cacheFolder = await mkdtemp(join(tmpdir(), 'qis-cache-'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  hub.closeAllConnections();
  await new Promise((resolve) => hub.close(resolve));
  await rm(cacheFolder, { recursive: true, force: true });
});

function url(): string {
  return `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
}

function made(options: ModelOptions = {}): TransformersEmbedder {
  return new TransformersEmbedder({ model: MODEL, cacheFolder, hub: url(), ...options });
}

async function openAndClose(embedder: TransformersEmbedder): Promise<string> {
  const { fingerprint } = await embedder.open();
  await embedder.close();
  return fingerprint.revision;
}

async function cached(): Promise<string[]> {
  const entries = await readdir(cacheFolder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => join(parentPath, name).slice(cacheFolder.length + 1)).sort();
}

describe('a model that is not in the cache', () => {
  it('is downloaded, what is needed of it alone, and never again', async () => {
    const revision = await openAndClose(made());
    expect(asked.map((path) => path.replace(`/${MODEL}/resolve/main/`, '')).sort()).toEqual(FILES);
    expect(await cached()).toEqual(FILES.map((file) => join(MODEL, file)));
    expect(revision).toBe('5991a5fa6b3f');
    asked = [];
    await openAndClose(made());
    await openAndClose(made({ offline: true }));
    expect(asked).toEqual([]);
  });

  it('is downloaded once by embedders that open at the same time', async () => {
    const embedders = [made(), made({ pooling: 'cls' })];
    await Promise.all(embedders.map((embedder) => embedder.open()));
    expect(asked).toHaveLength(FILES.length);
    for (const embedder of embedders) await embedder.close();
  });

  it('reports its progress to whoever asked for it, and prints nothing', async () => {
    const told: DownloadProgress[] = [];
    const stderr = vi.spyOn(process.stderr, 'write');
    const stdout = vi.spyOn(process.stdout, 'write');
    answer = async (file, response) => {
      const bytes = await readFile(join(MODELS, MODEL, file));
      response.setHeader('content-length', bytes.length);
      response.end(bytes);
    };
    const whole: string[] = [];
    const onDownload = (progress: DownloadProgress): void => {
      told.push(progress);
      // Other processes look into the same folder.
      if (existsSync(join(cacheFolder, MODEL, progress.file))) whole.push(progress.file);
    };
    await openAndClose(made({ onDownload }));
    expect(whole).toEqual([]);
    expect([...new Set(told.map(({ file }) => file))].sort()).toEqual(FILES);
    const { length } = await readFile(join(MODELS, MODEL, Q8));
    expect(told.filter(({ file }) => file === Q8).at(-1)).toEqual({
      file: Q8,
      loaded: length,
      total: length,
    });
    expect([stdout.mock.calls, stderr.mock.calls]).toEqual([[], []]);
  });

  it('has another place for another revision', async () => {
    await openAndClose(made({ revision: 'refs/pr/1' }));
    expect(asked[0]).toBe(`/${MODEL}/resolve/refs%2Fpr%2F1/config.json`);
    expect(await cached()).toContain(join(MODEL, 'refs/pr/1', Q8));
  });

  it('is asked for with the token of the environment', async () => {
    vi.stubEnv('HF_TOKEN', 'hf_secret');
    const tokens = new Set<string | undefined>();
    answer = (file, response, request) => {
      tokens.add(request.headers.authorization);
      return serveFile(file, response, request);
    };
    await openAndClose(made());
    expect([...tokens]).toEqual(['Bearer hf_secret']);
  });

  it('offline is an error with the command that fetches it, and no request', async () => {
    const folder = join(cacheFolder, MODEL);
    await expect(made({ offline: true }).open()).rejects.toMatchObject({
      code: 'EMBEDDER_FAILED',
      message: expect.stringMatching(
        new RegExp(
          `hf download ${MODEL} config.json tokenizer.json tokenizer_config.json ${Q8} --local-dir '${folder}'$`,
        ),
      ),
    });
    expect(asked).toEqual([]);
  });

  it.each([
    [404, 'Check the model', false],
    [401, 'HF_TOKEN', false],
    [503, 'Try again later', true],
  ])('and not on the hub (status %i) is an error that says what to do', async (status, advice, retryable) => {
    answer = (_, response) => response.writeHead(status).end('no');
    await expect(made().open()).rejects.toMatchObject({
      code: 'EMBEDDER_FAILED',
      message: expect.stringContaining(advice),
      retryable,
    });
    expect(await cached()).toEqual([]);
  });

  it('and a hub that cannot be reached is an error that says how to go on', async () => {
    const embedder = made();
    hub.closeAllConnections();
    await new Promise((resolve) => hub.close(resolve));
    await expect(embedder.open()).rejects.toMatchObject({
      code: 'EMBEDDER_FAILED',
      message: expect.stringMatching(/ECONNREFUSED.*NODE_USE_ENV_PROXY=1.*hf download/),
      retryable: true,
    });
  });

  it('whose download breaks off leaves nothing half, and the next open goes on', async () => {
    const embedder = made();
    answer = async (file, response, request) => {
      if (file !== Q8) return serveFile(file, response, request);
      response.writeHead(200, { 'content-length': 33_674 });
      return response.write(Buffer.alloc(1_000), () => response.destroy());
    };
    await expect(embedder.open()).rejects.toMatchObject({ code: 'EMBEDDER_FAILED', retryable: true });
    expect(await cached()).toEqual(FILES.filter((file) => file !== Q8).map((file) => join(MODEL, file)));
    answer = serveFile;
    asked = [];
    await openAndClose(embedder);
    expect(asked).toEqual([`/${MODEL}/resolve/main/${Q8}`]);
  });
});

describe('a model in the cache', () => {
  beforeEach(() => cp(join(MODELS, MODEL), join(cacheFolder, MODEL), { recursive: true }));

  it.each([
    ['weights', (folder: string) => truncate(join(folder, Q8), 20_000)],
    [
      'no weights',
      (folder: string) => writeFile(join(folder, Q8), 'version https://git-lfs.github.com/spec/v1'),
    ],
    ['tokenizer', (folder: string) => truncate(join(folder, 'tokenizer.json'), 1_000)],
    ['config', (folder: string) => truncate(join(folder, 'config.json'), 100)],
  ])('that is damaged (%s) is an error with the command that helps', async (_, damage) => {
    const folder = join(cacheFolder, MODEL);
    await damage(folder);
    await expect(made().open()).rejects.toMatchObject({
      code: 'EMBEDDER_FAILED',
      message: expect.stringMatching(new RegExp(`cannot be read \\(.+\\).*: rm -r '${folder}'$`)),
    });
    await expect(made({ offline: true }).open()).rejects.toMatchObject({
      message: expect.stringMatching(/cannot be read \(.+\).*: hf download .*$/),
    });
  });

  it('can be used again, in the same process, once it was mended', async () => {
    const embedder = made();
    await truncate(join(cacheFolder, MODEL, Q8), 20_000);
    await expect(embedder.open()).rejects.toThrow('cannot be read');
    await rm(join(cacheFolder, MODEL), { recursive: true });
    expect(await openAndClose(embedder)).toBe('5991a5fa6b3f');
  });
});
