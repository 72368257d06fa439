import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { findQdrant } from './qdrant.ts';
import { findQdrantBinary, type QdrantBinary, startQdrantNode } from './qdrant-node.ts';
import { noSource, skipLoudly } from './test-server.ts';

const qdrant = findQdrant();

afterEach(() => {
  vi.unstubAllEnvs();
});
const binary = findQdrantBinary();

it.skipIf(skipLoudly(qdrant))(`${qdrant.name} answers`, async () => {
  const server = await qdrant.start();
  onTestFinished(() => server.close());
  expect(await titleOf(server.url)).toMatch(/qdrant/);
});

it.skipIf(!binary)(`a process of ${binary?.from} is started again where it was killed`, async () => {
  const node = await startQdrantNode(binary as QdrantBinary);
  onTestFinished(() => node.close());
  await put(`${node.url}/collections/kept`, { vectors: { size: 2, distance: 'Cosine' } });
  await node.kill();
  await expect(titleOf(node.url)).rejects.toThrow('fetch failed');
  await node.restart();
  const answer = await fetch(`${node.url}/collections/kept/exists`);
  expect(await answer.json()).toMatchObject({ result: { exists: true } });
});

it('takes a server that runs before anything else, and leaves it as it is', async () => {
  vi.stubEnv('QDRANT_URL', 'http://127.0.0.1:16333/');
  vi.stubEnv('QDRANT_GRPC_PORT', '16334');
  vi.stubEnv('QDRANT_BINARY', '/nowhere/qdrant');
  const running = findQdrant();
  expect(running.name).toBe('Qdrant from QDRANT_URL');
  expect(await running.start()).toMatchObject({ url: 'http://127.0.0.1:16333', grpcPort: 16_334 });
});

it('takes the binary that is named before any that is found', async () => {
  vi.stubEnv('QDRANT_URL', '');
  vi.stubEnv('QDRANT_BINARY', '/nowhere/qdrant');
  expect(findQdrant().name).toBe('Qdrant from QDRANT_BINARY (/nowhere/qdrant)');
  await expect(findQdrant().start()).rejects.toThrow(/nowhere/);
});

it('says loudly, and once it is asked for, that there is no server', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const none = noSource('Qdrant', 'nothing was found');
  expect(skipLoudly(none)).toBe(true);
  expect(said).toHaveBeenCalledWith('SKIPPED: no Qdrant to test with: nothing was found.\n');
  await expect(none.start()).rejects.toThrow('There is no Qdrant here: nothing was found.');
});

async function titleOf(url: string): Promise<unknown> {
  const body: unknown = await (await fetch(url)).json();
  return typeof body === 'object' && body !== null && 'title' in body ? body.title : undefined;
}

async function put(url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(body) });
  expect(response.status).toBe(200);
}
