import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { findQdrant, QDRANT_IMAGE } from './qdrant.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

it('runs the pinned image in an engine that answers, its ports on the loopback alone, and removes it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'qis-engine-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const engine = join(folder, 'docker');
  copyFileSync(fileURLToPath(new URL('../test/fake-engine.mjs', import.meta.url)), `${engine}.mjs`);
  copyFileSync(fileURLToPath(new URL('../test/fake-engine.sh', import.meta.url)), engine);
  chmodSync(engine, 0o755);
  vi.stubEnv('QDRANT_URL', '');
  vi.stubEnv('QDRANT_BINARY', '');
  vi.stubEnv('PATH', [folder, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter));

  const qdrant = findQdrant();
  expect(qdrant.name).toBe(`Qdrant from ${QDRANT_IMAGE} in docker`);
  const { url, grpcPort, close } = await qdrant.start();
  expect(await (await fetch(url)).text()).toBe('ready');
  await close();
  await expect(fetch(url)).rejects.toThrow('fetch failed');

  const [, pulled, run, removed] = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  expect(pulled).toBe(`pull --quiet ${QDRANT_IMAGE}`);
  const { port } = new URL(url);
  expect(run).toContain(`-p 127.0.0.1:${port}:6333 -p 127.0.0.1:${grpcPort}:6334 `);
  expect(run).toMatch(new RegExp(` -e QDRANT__TELEMETRY_DISABLED=true ${QDRANT_IMAGE}$`));
  const name = /--name (\S+)/.exec(String(run))?.[1];
  expect(removed).toBe(`rm --force --volumes ${name}`);
});
