import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Embedder, OutcomeRouter, type OutcomeTransport } from '@qis/core';
import {
  type CollectionUnderTest,
  FINGERPRINT,
  runClause,
  selectClauses,
  type TransportUnderTest,
} from '@qis/core/conformance';
import { MemoryTransport } from '@qis/memory';
import { SqliteTransport } from '@qis/sqlite';
import { describe, it } from 'vitest';
import { served } from '../test/served.ts';
import { TrigramEmbedder } from '../test/trigram-embedder.ts';
import { createGateway } from './gateway/index.ts';
import { RestTransport } from './rest-transport.ts';

/** The suite writes a packet of the year 2100, and a gateway takes none from the future. */
const YEAR_2100 = 4_102_444_800;

/** What a gateway with an embedder whose vectors nobody asks for tells. */
const suiteSpace: Embedder = {
  open: async () => ({ fingerprint: FINGERPRINT, floor: { rule: 'none' } }),
  embed: () => Promise.reject(new Error('Every record and every query was to have its vector.')),
  close: async () => undefined,
};

interface Store {
  make(): { readonly transport: OutcomeTransport; readonly discard: () => void };
}

const stores: Readonly<Record<string, Store>> = {
  memory: { make: () => ({ transport: new MemoryTransport(), discard: () => undefined }) },
  sqlite: {
    make: () => {
      const folder = mkdtempSync(join(tmpdir(), 'qis-rest-'));
      return {
        transport: new SqliteTransport({ path: join(folder, 'outcomes.db') }),
        discard: () => rmSync(folder, { recursive: true }),
      };
    },
  },
};

const ways = ['in process', 'over a socket'] as const;
const modes = ['remote', 'own'] as const;
const cases = Object.keys(stores).flatMap((store) =>
  ways.flatMap((way) => modes.map((embedding) => ({ store, way, embedding }))),
);

describe.each(cases)('the contract, kept by a gateway over $store, $way, embedding: $embedding', (each) => {
  const under: TransportUnderTest = {
    capabilities: { durable: true, replies: true, ...(each.embedding === 'remote' && { embeds: true }) },
    createCollection: () => collectionBehind(each),
  };
  const { run, skipped } = selectClauses(under.capabilities);
  for (const clause of run) it(`${clause.id}: ${clause.sentence}`, () => runClause(clause, under));
  for (const { clause, reason } of skipped) it.skip(`${clause.id}: ${reason}`);
});

async function collectionBehind({
  store,
  way,
  embedding,
}: (typeof cases)[number]): Promise<CollectionUnderTest> {
  const made = stores[store]?.make();
  if (!made) throw new Error(`There is no store ${store}.`);
  const embedder = embedding === 'remote' ? new TrigramEmbedder() : suiteSpace;
  const router = new OutcomeRouter({ transport: made.transport, embedder, now: () => YEAR_2100 });
  const gateway = createGateway(router);
  const server = way === 'over a socket' ? await served(gateway) : undefined;
  return {
    connect: () =>
      server
        ? new RestTransport({ url: server.url, embedding })
        : new RestTransport({
            url: 'http://localhost/v1',
            embedding,
            fetch: (url, init) => gateway(new Request(url, init)),
          }),
    discard: async () => {
      await server?.close();
      await router.close();
      made.discard();
    },
  };
}
