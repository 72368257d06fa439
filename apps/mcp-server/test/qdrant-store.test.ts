import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  findQdrant,
  findQdrantBinary,
  type QdrantBinary,
  type QdrantServer,
  skipLoudly,
  startQdrantNode,
} from '@qis/test-servers';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { outcome } from './fixture.ts';
import { fillStore, idOf, readStore, record, records } from './records.ts';
import { runProgram } from './run-program.ts';
import { SOURCE, SpawnedServer, temporaryFolder } from './spawned.ts';

const source = findQdrant();
const binary = findQdrantBinary();
const { problem_description } = outcome;

describe.skipIf(skipLoudly(source))(`a store on ${source.name}`, () => {
  let server: QdrantServer;
  beforeAll(async () => {
    server = await source.start();
  });
  afterAll(() => server?.close());

  const newStore = (protocol: 'REST' | 'gRPC' = 'REST'): string => {
    const { hostname, host } = new URL(server.url);
    const address = protocol === 'REST' ? `qdrant://${host}` : `qdrant+grpc://${hostname}:${server.grpcPort}`;
    const collection = randomUUID();
    onTestFinished(async () => {
      await fetch(`${server.url}/collections/${collection}`, { method: 'DELETE' });
    });
    return `${address}?collection=${collection}`;
  };

  it.each(['REST', 'gRPC'] as const)(
    'what one server process deposits by %s, the next query of another finds',
    async (protocol) => {
      const env = { QIS_TRANSPORT: newStore(protocol) };
      const [one, other] = [new SpawnedServer(SOURCE, env), new SpawnedServer(SOURCE, env)];
      await Promise.all([one.initialize(), other.initialize()]);
      const { result: deposited } = await one.call('deposit', outcome);
      const { result } = await other.call('query', { problem_description });
      expect(result?.structuredContent?.hits).toMatchObject([{ id: deposited?.structuredContent?.id }]);
      for (const each of [one, other]) {
        each.process.stdin.end();
        expect(await each.exited).toBe(0);
        expect(each.stderr).toBe('');
      }
    },
  );

  it('takes packets from a file and gives them back as they were, replies and numbers to the last bit', async () => {
    const [url, folder] = [newStore(), temporaryFolder()];
    const [from, to] = [join(folder, 'from.db'), join(folder, 'to.db')];
    const odd = record(9_001, { in_reply_to: [idOf(1)], confidence: 0.1 + 0.2 });
    await fillStore(from, [...records(700), record(9_000, { ttl: 1 }), odd]);
    const there = await runProgram(['copy', '--from', `sqlite:${from}`, '--to', url]);
    expect(there).toMatchObject({ code: 0, stderr: '' });
    expect(there.stdout).toContain('Verified: the qdrant store counts 701 live packets, 701 are expected.');
    expect(there.stdout).toContain('Verified: 20 of 20 are found by a search for their meaning.');
    expect(await runProgram(['copy', '--from', `sqlite:${from}`, '--to', url])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('0 written, 702 there already'),
    });
    const back = await runProgram(['copy', '--from', url, '--to', `sqlite:${to}`]);
    expect(back).toMatchObject({ code: 0, stderr: '' });
    const [before, after] = [await readStore(from), await readStore(to)];
    const bare = ({ records: all }: typeof before): unknown => all.map(({ vector: _, ...rest }) => rest);
    expect(bare(after)).toEqual(bare(before));
    expect(after.fingerprint).toEqual(before.fingerprint);
  });

  it('refuses replies, one by one, where it is plain, and takes everything else', async () => {
    const [url, path] = [`${newStore()}&plain=true`, join(temporaryFolder(), 'from.db')];
    await fillStore(path, [record(0), record(1), record(2, { in_reply_to: [idOf(1)] })]);
    const copied = await runProgram(['copy', '--from', `sqlite:${path}`, '--to', url]);
    expect(copied).toMatchObject({ code: 1, stdout: expect.stringContaining('3 read: 2 written') });
    expect(copied.stderr).toContain(`packet ${idOf(2)}: The qdrant transport keeps no replies`);
    const stats = await runProgram(['stats', '--transport', url]);
    expect(stats.stdout).toMatch(/^layout +plain$/m);
  });

  it('reads the packets of a Python class, once it is told that the embedder is the same', async () => {
    const url = newStore();
    const collection = new URL(url).searchParams.get('collection');
    const { ttl, ...fields } = {
      ...outcome,
      domain_tags: [],
      timestamp: Date.now() / 1_000,
      agent_id: 'py',
      ttl: 3_600,
    };
    await put(`/collections/${collection}`, { vectors: { size: 256, distance: 'Cosine' } });
    await put(`/collections/${collection}/points?wait=true`, {
      points: [{ id: randomUUID(), vector: Array(256).fill(1), payload: { ...fields, ttl } }],
    });
    const ask = async (transport: string): Promise<unknown> => {
      const asked = new SpawnedServer(SOURCE, { QIS_TRANSPORT: transport });
      await asked.initialize();
      return (await asked.call('query', { problem_description })).result;
    };
    expect(await ask(url)).toMatchObject({ isError: true });
    expect(await ask(`${url}&plain=true`)).toMatchObject({ isError: true });
    expect(await ask(`${url}&plain=true&assume-fingerprint=true`)).toMatchObject({
      structuredContent: { below_floor: 1 },
    });
    const stats = await runProgram(['stats', '--transport', `${url}&plain=true`]);
    expect(stats.stdout).toMatch(/^packets +1 live\nfingerprint +none$/m);
  });

  it('can be looked at, looked over, and rid of packets', async () => {
    const [url, path] = [newStore(), join(temporaryFolder(), 'from.db')];
    await fillStore(path, records(3));
    await runProgram(['copy', '--from', `sqlite:${path}`, '--to', url]);
    const stats = await runProgram(['stats', '--transport', url]);
    expect(stats).toMatchObject({ code: 0, stdout: expect.stringMatching(/^packets +3 live$/m) });
    const removed = await runProgram(['remove', '--transport', url, idOf(1), idOf(9)]);
    expect(removed).toMatchObject({ code: 0, stdout: `removed  ${idOf(1)}\nnot there  ${idOf(9)}\n` });
    const doctor = await runProgram(['doctor', '--transport', url]);
    expect(doctor.stdout).toMatch(/^ok +store +It answers: 2 live packets, protocol REST/m);
    // Packets of a made-up model: no embedder of ours can use the store.
    expect(doctor.stdout).toMatch(/^WRONG +embedder/m);
    expect(doctor.code).toBe(1);
  });

  it('is not made by whoever only looks', async () => {
    for (const command of ['stats', 'doctor']) {
      expect(await runProgram([command, '--transport', newStore()])).toMatchObject({
        code: 1,
        [command === 'stats' ? 'stderr' : 'stdout']: expect.stringContaining('has no collection'),
      });
    }
  });

  async function put(path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(server.url + path, { method: 'PUT', headers, body: JSON.stringify(body) });
    expect(response.status).toBe(200);
  }
});

it.skipIf(!binary)('the key comes from QDRANT_API_KEY, and is said to nobody', async () => {
  const node = await startQdrantNode(binary as QdrantBinary, {
    env: { QDRANT__SERVICE__API_KEY: 'hunter2' },
  });
  onTestFinished(() => node.close());
  const env = { QIS_TRANSPORT: `qdrant://${new URL(node.url).host}`, QIS_LOG_LEVEL: 'debug' };
  const [known, unknown] = ['hunter2', 'hunter3'].map(
    (key) => new SpawnedServer(SOURCE, { ...env, QDRANT_API_KEY: key }),
  ) as [SpawnedServer, SpawnedServer];
  await Promise.all([known.initialize(), unknown.initialize()]);
  expect(await known.call('deposit', outcome)).not.toMatchObject({ result: { isError: true } });
  expect(await unknown.call('deposit', outcome)).toMatchObject({ result: { isError: true } });
  expect(unknown.stderr).toContain('QDRANT_API_KEY');
  expect(known.stdout + known.stderr + unknown.stdout + unknown.stderr).not.toMatch(/hunter[23]/);
});
