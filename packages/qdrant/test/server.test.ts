import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  findQdrant,
  findQdrantBinary,
  freePorts,
  type QdrantBinary,
  type QdrantServer,
  skipLoudly,
  startQdrantNode,
} from '@qis/test-servers';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { QdrantTransport } from '../src/index.ts';
import { fakeNode } from './fake-node.ts';
import { ask, managed, newCollection, urlOf } from './opened.ts';
import { FINGERPRINT, idOf, NOW, record, vectorOf } from './records.ts';

const qdrant = findQdrant();
const binary = findQdrantBinary();
const live = { now: NOW };

describe.skipIf(skipLoudly(qdrant))(`over ${qdrant.name}`, () => {
  let server: QdrantServer;
  beforeAll(async () => {
    server = await qdrant.start();
  });
  afterAll(() => server.close());

  describe.each(['REST', 'gRPC'] as const)('by %s', (protocol) => {
    it('makes a collection as it was told', async () => {
      const collection = newCollection(server.url);
      const store = await managed(urlOf(server, protocol), {
        collection,
        replicationFactor: 3,
        shardNumber: 2,
        quantization: 'int8',
        vectorsOnDisk: true,
        hnswM: 24,
      });
      await store.open();
      const answer = await ask(server.url, 'GET', `/collections/${collection}`);
      expect(answer).toMatchObject({
        result: {
          config: {
            params: {
              vectors: { size: 8, distance: 'Cosine', on_disk: true },
              shard_number: 2,
              replication_factor: 3,
              write_consistency_factor: 1,
            },
            hnsw_config: { m: 24 },
            quantization_config: { scalar: { type: 'int8', always_ram: true } },
            strict_mode_config: {
              enabled: true,
              unindexed_filtering_retrieve: false,
              unindexed_filtering_update: false,
            },
            metadata: { qis: { layout: 'full', fingerprint: FINGERPRINT } },
          },
          payload_schema: Object.fromEntries(
            Object.entries({
              domain_tags: 'keyword',
              confidence: 'float',
              outcome_type: 'keyword',
              agent_id: 'keyword',
              voter: 'keyword',
              timestamp: 'float',
              expires_at: 'float',
              in_reply_to: 'keyword',
            }).map(([field, data_type]) => [field, { data_type }]),
          ),
        },
      });
    });

    it('finds by quantized vectors, and scores by the whole ones', async () => {
      const options = { collection: newCollection(server.url), quantization: 'int8', hnswEf: 64 } as const;
      const store = await managed(urlOf(server, protocol), options);
      await store.write(Array.from({ length: 300 }, (_, n) => record(n)));
      const { hits } = await store.search({ vector: vectorOf(7), limit: 3, filter: live });
      expect(hits[0]).toMatchObject({ id: idOf(7), score: expect.closeTo(1, 5) });
    });

    it('gives numbers back to the last bit, and replaces by an equal timestamp, however many digits there are', async () => {
      const collection = newCollection(server.url);
      const store = await managed(urlOf(server, protocol), { collection });
      const other = await managed(urlOf(server, protocol === 'REST' ? 'gRPC' : 'REST'), { collection });
      const written = Array.from({ length: 500 }, (_, n) =>
        record(n, { timestamp: NOW - n - 1 / (n + 3), confidence: 1 / (n + 1), ttl: 86_400 }),
      );
      await other.write(written);
      const again = written.map((each) => ({
        ...each,
        packet: { ...each.packet, delta_summary: 'written again' },
      }));
      await store.write(again);
      const { records } = await store.scan({ limit: 500, filter: live });
      expect(records).toEqual(again.map(({ vector: _, ...rest }) => rest));
    });

    it('removes what expired an hour before the newest deposit, at the first of a process and then now and then', async () => {
      const collection = newCollection(server.url);
      const everything = { filter: { now: NOW, includeExpired: true }, limit: 5_000 };
      const old = (n: number): ReturnType<typeof record> => record(n, { timestamp: NOW - 7_300, ttl: 3_600 });
      const lately = record(1, { timestamp: NOW - 7_100, ttl: 3_600 });
      const first = await managed(urlOf(server, protocol), { collection });
      await first.write([old(0), lately]);
      const later = await managed(urlOf(server, protocol), { collection });
      await later.write([record(2)]);
      const left = async (): Promise<string[]> =>
        (await later.scan(everything)).records.map(({ id }) => id).filter((id) => id <= idOf(3));
      expect(await left()).toEqual([idOf(1), idOf(2)]);
      await first.write([old(0)]);
      await later.write(Array.from({ length: 200 }, (_, n) => record(n + 10)));
      expect(await left()).toEqual([idOf(0), idOf(1), idOf(2)]);
      await later.write(Array.from({ length: 1_848 }, (_, n) => record(n + 300)));
      expect(await left()).toEqual([idOf(1), idOf(2)]);
    });

    it('reads from as many replicas as it was told', async () => {
      const options = { collection: newCollection(server.url), readConsistency: 'all' } as const;
      const store = await managed(urlOf(server, protocol), options);
      await store.write([record(1)]);
      expect(await store.get([idOf(1)], live)).toHaveLength(1);
      expect((await store.search({ vector: vectorOf(1), limit: 1, filter: live })).hits).toHaveLength(1);
      expect((await store.scan({ limit: 1, filter: live })).records).toHaveLength(1);
      expect((await store.stats(live)).packets).toBe(1);
    });

    it('leaves out and counts what others wrote and nobody can read', async () => {
      const collection = newCollection(server.url);
      const store = await managed(urlOf(server, protocol), { collection });
      await store.write([record(1)]);
      const payload = { expires_at: NOW + 1, timestamp: NOW };
      await ask(server.url, 'PUT', `/collections/${collection}/points?wait=true`, {
        points: [
          { id: 7, vector: [...vectorOf(1)], payload: { ...record(2).packet, ...payload } },
          { id: idOf(3), vector: [...vectorOf(1)], payload },
        ],
      });
      const found = await store.search({ vector: vectorOf(1), limit: 5, filter: live });
      expect(found).toMatchObject({ hits: [{ id: idOf(1) }], unreadable: 2 });
      const pages = [];
      let cursor: string | undefined;
      do {
        const page = await store.scan({ limit: 1, filter: live, ...(cursor !== undefined && { cursor }) });
        pages.push(page);
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(pages.flatMap(({ records }) => records.map(({ id }) => id))).toEqual([idOf(1)]);
      expect(pages.reduce((sum, { unreadable }) => sum + unreadable, 0)).toBe(2);
    });

    it('goes on with the next node where one is gone, and one try later', async () => {
      const { host } = new URL(urlOf(server, protocol));
      const [free] = await freePorts(1);
      const url = urlOf(server, protocol).replace(host, `127.0.0.1:${free},${host}`);
      const store = await managed(url, { collection: newCollection(server.url), random: () => 0 });
      await store.write([record(1)]);
      expect(await store.get([idOf(1)], live)).toHaveLength(1);
    });

    it('says STORE_UNAVAILABLE, retryable, where no node is there', async () => {
      const [free] = await freePorts(1);
      const url = urlOf(server, protocol).replace(/:\/\/.*/, `://127.0.0.1:${free}`);
      const store = await managed(url, {}, { random: () => 0 });
      await expect(store.open()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
    });

    it('does not make a collection that must be there', async () => {
      const collection = newCollection(server.url);
      const store = await managed(urlOf(server, protocol), { collection, mustExist: true });
      await expect(store.open()).rejects.toMatchObject({ code: 'STORE_MISSING' });
      const answer = await ask(server.url, 'GET', `/collections/${collection}/exists`);
      expect(answer).toMatchObject({ result: { exists: false } });
    });

    it('says that a collection is gone while it is open', async () => {
      const collection = newCollection(server.url);
      const store = await managed(urlOf(server, protocol), { collection });
      await store.open();
      await fetch(`${server.url}/collections/${collection}`, { method: 'DELETE' });
      await expect(store.write([record(1)])).rejects.toMatchObject({ code: 'STORE_MISSING' });
    });

    it('takes an empty collection that somebody made with settings of their own', async () => {
      const collection = newCollection(server.url);
      await ask(server.url, 'PUT', `/collections/${collection}`, {
        vectors: { size: 8, distance: 'Cosine' },
        metadata: { owner: 'ops' },
      });
      const store = await managed(urlOf(server, protocol), { collection });
      await store.write([record(1)]);
      const answer = await ask(server.url, 'GET', `/collections/${collection}`);
      const metadata = { owner: 'ops', qis: { layout: 'full', fingerprint: FINGERPRINT } };
      expect(answer).toMatchObject({ result: { config: { metadata } } });
    });

    it.each([
      ['of another distance', { vectors: { size: 8, distance: 'Dot' } }, 'STORE_UNSUPPORTED'],
      ['of vectors with names', { vectors: { text: { size: 8, distance: 'Cosine' } } }, 'STORE_UNSUPPORTED'],
      ['of longer vectors', { vectors: { size: 9, distance: 'Cosine' } }, 'EMBEDDER_MISMATCH'],
    ])('refuses a collection %s', async (_, body, code) => {
      const collection = newCollection(server.url);
      await ask(server.url, 'PUT', `/collections/${collection}`, body);
      const store = await managed(urlOf(server, protocol), { collection });
      await expect(store.open()).rejects.toMatchObject({ code });
    });

    it('refuses to open a plain collection as another, and another as plain', async () => {
      const [plain, full] = [newCollection(server.url), newCollection(server.url)];
      for (const [collection, isPlain] of [
        [plain, true],
        [full, false],
      ] as const) {
        await (await managed(urlOf(server, protocol), { collection, plain: isPlain })).open();
        const other = await managed(urlOf(server, protocol), { collection, plain: !isPlain });
        await expect(other.open()).rejects.toMatchObject({ code: 'INVALID_OPTION' });
      }
    });
  });

  it('has strict mode refuse what none of our filters does: looking for a field without an index', async () => {
    const collection = newCollection(server.url);
    await (await managed(urlOf(server), { collection })).open();
    const filter = { must: [{ key: 'delta_summary', match: { value: 'x' } }] };
    const answer = await ask(server.url, 'POST', `/collections/${collection}/points/scroll`, { filter });
    expect(answer).toMatchObject({ status: { error: expect.stringContaining('Index required') } });
  });

  it('is made once by processes that open it at the same moment', { timeout: 60_000 }, async () => {
    const collection = newCollection(server.url);
    const at = Date.now() + 2_000;
    const said = await Promise.all(
      Array.from({ length: 4 }, (_, n) => openRacing(urlOf(server), collection, '1', n, at)),
    );
    expect(said).toEqual(Array(4).fill('written\n'));
    expect((await (await managed(urlOf(server), { collection })).stats(live)).packets).toBe(4);
  });

  it('is of one embedding space where processes of two open it at the same moment', async () => {
    const collection = newCollection(server.url);
    const at = Date.now() + 2_000;
    const said = await Promise.all(
      ['1', '2', '1', '2'].map((revision, n) => openRacing(urlOf(server), collection, revision, n, at)),
    );
    const [first] = said;
    const other = first === 'written\n' ? 'EMBEDDER_MISMATCH\n' : 'written\n';
    expect(['written\n', 'EMBEDDER_MISMATCH\n']).toContain(first);
    expect(said).toEqual([first, other, first, other]);
  });
});

describe.skipIf(!binary)('over a process with settings of its own', () => {
  it.each(['REST', 'gRPC'] as const)('sends the key by %s, and says what to do without', async (protocol) => {
    const env = { QDRANT__SERVICE__API_KEY: 'hunter2' };
    const node = await startQdrantNode(binary as QdrantBinary, { env });
    onTestFinished(() => node.close());
    const url = urlOf(node, protocol);
    const collection = newCollection(node.url);
    await (await managed(url, { collection, apiKey: 'hunter2' })).write([record(1)]);
    const without = await managed(url, { collection });
    await expect(without.open()).rejects.toMatchObject({
      code: 'STORE_FAILED',
      retryable: false,
      message: expect.stringMatching(/QDRANT_API_KEY(?!.*hunter2)/),
    });
  });
});

it('refuses a server that is too old, by its version', async () => {
  const transport = new QdrantTransport({ nodes: [fakeNode('1.15.5')] });
  await expect(transport.open({ fingerprint: FINGERPRINT })).rejects.toMatchObject({
    code: 'STORE_UNSUPPORTED',
    message: 'The Qdrant server is of version 1.15.5, and 1.16 or newer is needed.',
  });
});

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('open-racing.ts', import.meta.url));

async function openRacing(
  url: string,
  collection: string,
  revision: string,
  n: number,
  at: number,
): Promise<string> {
  const args = ['--conditions=@qis/source', PROGRAM, url, collection, revision, String(n), String(at)];
  return (await run(process.execPath, args)).stdout;
}
