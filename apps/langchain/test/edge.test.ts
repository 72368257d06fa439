import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { serve } from '@hono/node-server';
import { createGateway } from '@qis/rest/gateway';
import { type OutputChunk, rolldown } from 'rolldown';
import { describe, expect, it, onTestFinished } from 'vitest';
import { memoryRouter, outcome, sameProblem } from './fixture.ts';

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

/** A gateway of this machine over memory, with the embedder, for one test. */
async function serveGateway(): Promise<string> {
  const router = memoryRouter();
  const server = serve({ fetch: createGateway(router), hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  onTestFinished(async () => {
    server.close();
    await router.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
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

  it('the agents run where there is only what the web has, over a gateway that they reach by fetch', async () => {
    const { code } = await bundle('./edge-agent.ts');
    const context = createContext(Object.fromEntries(WEB_GLOBALS.map((name) => [name, globalThis[name]])));
    expect(runInContext('[typeof process, typeof Buffer, typeof require].join()', context)).toBe(
      'undefined,undefined,undefined',
    );
    runInContext(code, context);
    const meeting: Promise<readonly string[]> = runInContext('bundle.meet', context)(
      await serveGateway(),
      outcome,
      sameProblem,
    );
    const [shown, said, document] = await meeting;
    expect(shown).toContain(outcome.delta_summary);
    expect(said).toBe('Read it.');
    expect(document).toContain(outcome.delta_summary);
  });
});
