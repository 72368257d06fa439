import { connectChroma } from '@qis/chroma';
import type { Fingerprint, OutcomeRecord, OutcomeTransport } from '@qis/core';
import { findChroma } from '@qis/test-servers';
import { ChromaClient, type Collection, type Metadata } from 'chromadb';
import { NOW } from '../crossover/real-text.ts';
import { footprintOf } from './footprint.ts';
import { BATCH, LIMIT, type Search, type Side, type Write } from './side.ts';

/** As the transport stores it: 2^22 parts of a second. */
const LIVE = { expires_rank: { $gte: Math.floor(NOW * 2 ** 22) } };

export async function chromaSide(fingerprint: Fingerprint): Promise<Side> {
  const source = findChroma();
  const server = await source.start();
  const { hostname: host, port } = new URL(server.url);
  const client = new ChromaClient({ host, port: Number(port) });
  const open = async (collection: string): Promise<OutcomeTransport> => {
    const transport = await connectChroma(`chroma://${host}:${port}`, { collection });
    await transport.open({ fingerprint });
    return transport;
  };
  const transport = await open('searched');
  const searched = await client.getCollection({ name: 'searched' });
  const bareSearch =
    (where?: typeof LIVE): Search =>
    async (vector) => {
      const { ids } = await searched.query({
        queryEmbeddings: [Array.from(vector)],
        nResults: LIMIT,
        ...(where && { where }),
        include: ['metadatas', 'distances'],
      });
      return (ids[0] ?? []).map(idOf);
    };
  return {
    name: 'chroma',
    server: source.name,
    open: { transport: open },
    load: async (records) => {
      for (let at = 0; at < records.length; at += BATCH) await transport.write(records.slice(at, at + BATCH));
    },
    searches: {
      transport: async (vector) => {
        const { hits } = await transport.search({ vector, limit: LIMIT, filter: { now: NOW } });
        return hits.map(({ id }) => id);
      },
      client: bareSearch(LIVE),
      'client without the filter': bareSearch(),
    },
    writes: async (records) => {
      const rows = await rowsOf(searched, records);
      const ours = await open('written');
      await open('written-alone');
      const collection = await client.getCollection({ name: 'written-alone' });
      const alone: Write = async (first, count) => {
        await collection.upsert({
          ids: rows.ids.slice(first, first + count),
          embeddings: rows.vectors.slice(first, first + count).map((vector) => Array.from(vector)),
          metadatas: rows.metadatas.slice(first, first + count),
        });
      };
      return {
        transport: (first, count) => ours.write(records.slice(first, first + count)),
        client: alone,
      };
    },
    footprint: () => footprintOf(server),
    close: () => server.close(),
  };
}

interface Rows {
  readonly ids: string[];
  /** As an embedder gives them. */
  readonly vectors: Float32Array[];
  readonly metadatas: Metadata[];
}

/** The rows that the transport made of these records. */
async function rowsOf(collection: Collection, records: readonly OutcomeRecord[]): Promise<Rows> {
  const rows: Rows = { ids: [], vectors: [], metadatas: [] };
  for (let at = 0; at < records.length; at += BATCH) {
    const wanted = records.slice(at, at + BATCH).map(({ id }) => id);
    const found = await collection.get({
      where: { id: { $in: wanted } },
      include: ['embeddings', 'metadatas'],
    });
    rows.ids.push(...found.ids);
    rows.vectors.push(...found.embeddings.map((numbers) => Float32Array.from(numbers ?? [])));
    rows.metadatas.push(...(found.metadatas as Metadata[]));
  }
  return rows;
}

function idOf(rowId: string): string {
  return rowId.split('@')[0] as string;
}
