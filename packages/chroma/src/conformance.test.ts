import { randomUUID } from 'node:crypto';
import { runClause, selectClauses, type TransportUnderTest } from '@qis/core/conformance';
import { findChroma, skipLoudly, type TestServer } from '@qis/test-servers';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { connectChroma } from './connect-chroma.ts';

const source = findChroma();

describe.skipIf(skipLoudly(source))(`the contract, kept by ${source.name}`, () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await source.start();
  });
  afterAll(() => server?.close());

  const chroma: TransportUnderTest = {
    capabilities: { durable: true, replies: true },
    createCollection: () => {
      const { host } = new URL(server.url);
      const collection = `conformance-${randomUUID()}`;
      return {
        connect: () => connectChroma(`chroma://${host}`, { collection }),
        discard: async () => {
          const collections = 'api/v2/tenants/default_tenant/databases/default_database/collections';
          await fetch(`${server.url}/${collections}/${collection}`, { method: 'DELETE' });
        },
      };
    },
  };
  const { run, skipped } = selectClauses(chroma.capabilities);
  for (const clause of run)
    it.concurrent(`${clause.id}: ${clause.sentence}`, () => runClause(clause, chroma));
  for (const { clause, reason } of skipped) it.skip(`${clause.id}: ${reason}`);
});
