import { randomUUID } from 'node:crypto';
import { ManagedTransport, type OutcomeRecord } from '@qis/core';
import { findChroma, skipLoudly, type TestServer } from '@qis/test-servers';
import { ChromaClient as LibraryClient } from 'chromadb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FINGERPRINT, idOf, NOW, record, vectorOf } from '../test/records.ts';
import type { ChromaTransport, ChromaTransportOptions } from './chroma-transport.ts';
import { connectChroma } from './connect-chroma.ts';
import { rowOf } from './record-row.ts';

const source = findChroma();

describe.skipIf(skipLoudly(source))(`over ${source.name}`, () => {
  let server: TestServer;
  let library: LibraryClient;
  beforeAll(async () => {
    server = await source.start();
    const { hostname: host, port } = new URL(server.url);
    library = new LibraryClient({ host, port: Number(port) });
  });
  afterAll(() => server?.close());

  const connect = (options: Omit<ChromaTransportOptions, 'clientFor'>): Promise<ChromaTransport> =>
    connectChroma(`chroma://${new URL(server.url).host}`, options);
  const managed = async (collection: string): Promise<ManagedTransport> =>
    new ManagedTransport(await connect({ collection }), { fingerprint: async () => FINGERPRINT });
  const opened = async (collection = randomUUID()): Promise<ChromaTransport> => {
    const transport = await connect({ collection });
    await transport.open({ fingerprint: FINGERPRINT });
    return transport;
  };
  /** As the library writes, whatever else is there. */
  const writeRows = async (name: string, ...records: OutcomeRecord[]): Promise<void> => {
    const rows = records.map(rowOf);
    const collection = await library.getCollection({ name });
    await collection.upsert({
      ids: rows.map(({ rowId }) => rowId),
      embeddings: rows.map(({ vector }) => vector),
      metadatas: rows.map(({ metadata }) => metadata),
    });
  };
  const rowsOf = async (name: string): Promise<string[]> =>
    (await (await library.getCollection({ name })).get({ include: [] })).ids.toSorted();

  it.each(['0::0', '0::-1', 'x', '0:a', 'NaN::1', '0::Infinity', ''])(
    'refuses a cursor that no page ended with, and does not ask for ever: %j',
    async (cursor) => {
      const store = await opened();
      await expect(store.scan({ filter: { now: NOW }, limit: 1, cursor })).rejects.toMatchObject({
        code: 'INVALID_QUERY',
        field: 'cursor',
      });
    },
  );

  it('shows the newer where a writer died before it could remove the older version', async () => {
    const name = randomUUID();
    const store = await opened(name);
    const [older, newer] = [record(1, { timestamp: NOW - 20 }), record(1, { timestamp: NOW - 10 })];
    await writeRows(name, older, newer, record(2));
    const filter = { now: NOW };
    const { hits } = await store.search({ vector: vectorOf(1), limit: 2, filter });
    expect(hits.map(({ id, packet }) => [id, packet.timestamp])).toEqual([
      [idOf(1), NOW - 10],
      [idOf(2), NOW - 60],
    ]);
    const { records } = await store.scan({ limit: 10, filter });
    expect(records.map(({ packet }) => packet.timestamp).toSorted()).toEqual([NOW - 60, NOW - 10]);
    expect(await store.get([idOf(1)], { now: NOW })).toMatchObject([{ packet: { timestamp: NOW - 10 } }]);
    await store.remove([idOf(1)]);
    expect(await rowsOf(name)).toEqual([rowOf(record(2)).rowId]);
  });

  it('removes older versions with the next write of the record, and its own where the store has a newer one', async () => {
    const name = randomUUID();
    const store = await opened(name);
    const aged = (age: number): OutcomeRecord => record(1, { timestamp: NOW - age });
    await writeRows(name, aged(30), aged(10));
    await store.write([aged(20)]);
    expect(await rowsOf(name)).toEqual([rowOf(aged(10)).rowId]);
  });

  it('finds a record by what it was written with last, with the same timestamp, too', async () => {
    const store = await opened();
    await store.write([record(1, { domain_tags: ['old', 'both'], in_reply_to: [idOf(8)] })]);
    await store.write([record(1, { domain_tags: ['both', 'new'] })]);
    const found = async (filter: object): Promise<number> =>
      (await store.search({ vector: vectorOf(1), limit: 1, filter: { now: NOW, ...filter } })).hits.length;
    expect(await found({ domainTags: ['old'] })).toBe(0);
    expect(await found({ inReplyTo: [idOf(8)] })).toBe(0);
    expect(await found({ domainTags: ['new'] })).toBe(1);
    expect(await found({ domainTags: ['both'] })).toBe(1);
  });

  it('takes another vector for the same packet', async () => {
    const store = await opened();
    await store.write([record(1)]);
    await store.write([{ ...record(1), vector: vectorOf(2) }]);
    const { hits } = await store.search({ vector: vectorOf(2), limit: 1, filter: { now: NOW } });
    expect(hits[0]?.score).toBeCloseTo(1, 5);
  });

  it('keeps the newest of many writers, however they meet', async () => {
    const name = randomUUID();
    const writers = await Promise.all(Array.from({ length: 6 }, () => opened(name)));
    for (let round = 0; round < 10; round++) {
      const ages = [5, 2, 4, 1, 6, 3];
      const versions = ages.map((age) =>
        record(round, { timestamp: NOW - age, domain_tags: [`age ${age}`] }),
      );
      await Promise.all(writers.map((writer, i) => writer.write(versions.slice(i, i + 1))));
    }
    const newest = Array.from({ length: 10 }, (_, n) => rowOf(record(n, { timestamp: NOW - 1 })).rowId);
    expect(await rowsOf(name)).toEqual(newest.toSorted());
  });

  it('sweeps what expired an hour ago, by the time that writes tell', async () => {
    const name = randomUUID();
    const store = await opened(name);
    const expired = record(1, { timestamp: NOW - 3_602, ttl: 1 });
    const lately = record(2, { timestamp: NOW - 3_600, ttl: 1 });
    await store.write([expired, lately]);
    await store.write(Array.from({ length: 512 }, (_, n) => record(n + 10, { timestamp: NOW })));
    const kept = await store.get([idOf(1), idOf(2)], { now: NOW, includeExpired: true });
    expect(kept.map(({ id }) => id)).toEqual([idOf(2)]);
  });

  it('counts a row that cannot be read, and shows the others', async () => {
    const name = randomUUID();
    const store = await opened(name);
    const { rowId, vector, metadata } = rowOf(record(1));
    const collection = await library.getCollection({ name });
    await collection.add({
      ids: [rowId],
      embeddings: [vector],
      metadatas: [{ ...metadata, packet: '{"p":' }],
    });
    await store.write([record(2)]);
    const filter = { now: NOW };
    const shown = [{ id: idOf(2) }];
    expect(await store.search({ vector: vectorOf(1), limit: 5, filter })).toMatchObject({
      hits: shown,
      unreadable: 1,
    });
    expect(await store.scan({ limit: 5, filter })).toMatchObject({ records: shown, unreadable: 1 });
  });

  it('opens no collection that is not there, where it must exist', async () => {
    const store = new ManagedTransport(await connect({ collection: 'nowhere', mustExist: true }), {});
    await expect(store.open()).rejects.toMatchObject({ code: 'STORE_MISSING' });
  });

  it('refuses a collection that does not measure by cosine', async () => {
    const name = randomUUID();
    await library.createCollection({ name, embeddingFunction: null });
    await expect((await managed(name)).open()).rejects.toMatchObject({ code: 'STORE_UNSUPPORTED' });
  });

  it('refuses what others wrote without a fingerprint, and takes over what they left empty', async () => {
    const name = randomUUID();
    const settings = { name, embeddingFunction: null, metadata: { 'hnsw:space': 'cosine', theirs: 1 } };
    const collection = await library.createCollection(settings);
    await collection.add({ ids: ['theirs'], embeddings: [Array.from(vectorOf(1))] });
    await expect((await managed(name)).open()).rejects.toMatchObject({ code: 'FINGERPRINT_MISSING' });
    await collection.delete({ ids: ['theirs'] });
    expect(await (await managed(name)).open()).toEqual({ fingerprint: FINGERPRINT });
    expect((await library.getCollection({ name })).metadata).toMatchObject({ theirs: 1 });
  });

  it('says what a collection may be named, and which database is missing', async () => {
    await expect((await managed('_')).open()).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    const { host } = new URL(server.url);
    const elsewhere = await connectChroma(`chroma://${host}?database=elsewhere`);
    const store = new ManagedTransport(elsewhere, { fingerprint: async () => FINGERPRINT });
    await expect(store.open()).rejects.toMatchObject({ code: 'STORE_MISSING' });
  });

  it('says that nobody listens where nobody does', async () => {
    const store = new ManagedTransport(await connectChroma('chroma://127.0.0.1:9'), {
      fingerprint: async () => FINGERPRINT,
      retries: 0,
    });
    await expect(store.open()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
  });
});
