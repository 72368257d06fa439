import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { StaticEmbedder } from '@qis/embeddings/static';
import { MemoryTransport } from '@qis/memory';
import { type OutputChunk, rolldown } from 'rolldown';
import { describe, expect, it, onTestFinished } from 'vitest';
import { outcome, sameProblem } from './fixture.ts';

/** What runtimes at the edge offer (WinterTC's minimum common API, the part that exists in Node, too): no process, no Buffer, no require. */
const WEB_GLOBALS = [
  ...[
    'AbortController',
    'AbortSignal',
    'Blob',
    'DOMException',
    'Event',
    'EventTarget',
    'FormData',
    'Headers',
  ],
  ...['ReadableStream', 'Request', 'Response', 'TextDecoder', 'TextEncoder', 'TransformStream', 'URL'],
  ...[
    'URLSearchParams',
    'WritableStream',
    'atob',
    'btoa',
    'clearInterval',
    'clearTimeout',
    'console',
    'crypto',
  ],
  ...['fetch', 'performance', 'queueMicrotask', 'setInterval', 'setTimeout', 'structuredClone'],
] as const;

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Bundles a file as for a runtime at the edge, into one script. What stays outside is in `imports`. */
async function bundle(file: string): Promise<OutputChunk> {
  const build = await rolldown({
    input: pathOf(file),
    platform: 'browser',
    external: /^node:/, // left standing, so that they can be seen
    resolve: { conditionNames: ['@qis/source', 'workerd', 'worker', 'browser', 'import', 'default'] },
  });
  onTestFinished(() => build.close());
  const { output } = await build.generate({ format: 'iife', name: 'bundle', codeSplitting: false });
  return output[0];
}

/** A store and an embedder behind HTTP on this machine, for one test. */
async function serveStore(): Promise<string> {
  const targets = { store: new MemoryTransport(), embedder: new StaticEmbedder() };
  const vectors = (key: string, value: unknown) =>
    key === 'vector' && Array.isArray(value) ? Float32Array.from(value) : value;
  const lists = (_: string, value: unknown) => (value instanceof Float32Array ? [...value] : value);
  const server = createServer(async (request, response) => {
    const [, target, method] = request.url?.split('/') ?? [];
    const args = JSON.parse(await text(request), vectors);
    const answer: unknown = await Reflect.get(targets, String(target))[String(method)](...args);
    response.end(JSON.stringify(answer ?? null, lists));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe('bundled for the edge', () => {
  it.each(['../src/index.ts', '../src/middleware.ts'])(
    '%s pulls in nothing of Node’s and nothing native',
    async (entry) => {
      const { imports, dynamicImports, moduleIds, code } = await bundle(entry);
      expect([...imports, ...dynamicImports]).toEqual([]);
      expect(moduleIds.filter((id) => /usearch|better-sqlite3|onnxruntime|\.node$/.test(id))).toEqual([]);
      expect(code).not.toMatch(/\brequire\(["']/);
    },
  );

  it('the agents run where there is only what the web has, over a store that they reach by fetch', async () => {
    const { code } = await bundle('./edge-agent.ts');
    const context = createContext(Object.fromEntries(WEB_GLOBALS.map((name) => [name, globalThis[name]])));
    expect(runInContext('[typeof process, typeof Buffer, typeof require].join()', context)).toBe(
      'undefined,undefined,undefined',
    );
    runInContext(code, context);
    const meeting: Promise<readonly string[]> = runInContext('bundle.meet', context)(
      await serveStore(),
      outcome,
      sameProblem,
    );
    const [shown, said, document] = await meeting;
    expect(shown).toContain(outcome.delta_summary);
    expect(said).toBe('Read it.');
    expect(document).toContain(outcome.delta_summary);
  });
});
