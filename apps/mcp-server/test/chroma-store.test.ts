import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { findChroma, skipLoudly, type TestServer } from '@qis/test-servers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outcome } from './fixture.ts';
import { fillStore, idOf, readStore, record, records } from './records.ts';
import { runProgram } from './run-program.ts';
import { SOURCE, SpawnedServer, temporaryFolder } from './spawned.ts';

const source = findChroma();

describe.skipIf(skipLoudly(source))(`a store on ${source.name}`, () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await source.start();
  });
  afterAll(() => server?.close());

  const newStore = (): string => `chroma://${new URL(server.url).host}?collection=${randomUUID()}`;

  it('what one server process deposits, the next query of another finds', async () => {
    const env = { QIS_TRANSPORT: newStore() };
    const [one, other] = [new SpawnedServer(SOURCE, env), new SpawnedServer(SOURCE, env)];
    await Promise.all([one.initialize(), other.initialize()]);
    const { result: deposited } = await one.call('deposit', outcome);
    const { problem_description } = outcome;
    const { result } = await other.call('query', { problem_description });
    expect(result?.structuredContent?.hits).toMatchObject([{ id: deposited?.structuredContent?.id }]);
    expect(one.stderr + other.stderr).toBe('');
  });

  it('takes packets from a file and gives them back as they were', async () => {
    const [url, folder] = [newStore(), temporaryFolder()];
    const [from, to] = [join(folder, 'from.db'), join(folder, 'to.db')];
    await fillStore(from, [...records(700), record(9_000, { ttl: 1 })]);
    const there = await runProgram(['copy', '--from', `sqlite:${from}`, '--to', url]);
    expect(there).toMatchObject({ code: 0, stderr: '' });
    expect(there.stdout).toContain('Verified: the chroma store counts 700 live packets, 700 are expected.');
    expect(await runProgram(['copy', '--from', `sqlite:${from}`, '--to', url])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('0 written, 701 there already'),
    });
    const back = await runProgram(['copy', '--from', url, '--to', `sqlite:${to}`]);
    expect(back).toMatchObject({ code: 0, stderr: '' });
    const [before, after] = [await readStore(from), await readStore(to)];
    const bare = ({ records: all }: typeof before): unknown => all.map(({ vector: _, ...rest }) => rest);
    expect(bare(after)).toEqual(bare(before));
    expect(after.fingerprint).toEqual(before.fingerprint);
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
    expect(doctor.stdout).toMatch(/^ok +store +It answers: 2 live packets/m);
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
});
