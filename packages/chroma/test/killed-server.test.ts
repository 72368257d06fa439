import { findChroma, skipLoudly, type TestServer } from '@qis/test-servers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectChroma } from '../src/connect-chroma.ts';
import { FINGERPRINT, NOW, record, vectorOf } from './records.ts';

const source = findChroma();

describe.skipIf(skipLoudly(source))(`a killed server, ${source.name}`, () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await source.start();
  });
  afterAll(() => server?.close());

  it('has, started again, everything that was acknowledged, and finds it by meaning', async ({ skip }) => {
    const { restart } = server;
    if (!restart) return skip('the server that is used was not started here, and is not killed');
    const acknowledged = new Set<string>();
    let next = 0;
    for (let kill = 1; kill <= 3; kill++) {
      const store = await connectChroma(`chroma://${new URL(server.url).host}`);
      await store.open({ fingerprint: FINGERPRINT });
      const writer = async (): Promise<void> => {
        for (;;) {
          const records = Array.from({ length: 7 }, () => record(next++));
          await store.write(records);
          for (const { id } of records) acknowledged.add(id);
        }
      };
      // Each writes until the server is gone under it.
      const writers = Array.from({ length: 3 }, writer);
      const before = acknowledged.size;
      while (acknowledged.size < before + 60) await new Promise((resolve) => setTimeout(resolve, 5));
      await Promise.all([restart(), Promise.allSettled(writers)]);
    }
    const store = await connectChroma(`chroma://${new URL(server.url).host}`);
    await store.open({ fingerprint: FINGERPRINT });
    const kept = await store.get([...acknowledged], { now: NOW });
    expect(kept).toHaveLength(acknowledged.size);
    const { hits } = await store.search({ vector: vectorOf(1), limit: next, filter: { now: NOW } });
    const found = new Set(hits.map(({ id }) => id));
    expect([...acknowledged].filter((id) => !found.has(id))).toEqual([]);
  });
});
