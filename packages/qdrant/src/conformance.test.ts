import { randomUUID } from 'node:crypto';
import { runClause, selectClauses, type TransportUnderTest } from '@qis/core/conformance';
import { findQdrant, type QdrantServer, skipLoudly } from '@qis/test-servers';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { connectQdrant } from './connect-qdrant.ts';

const qdrant = findQdrant();

describe.skipIf(skipLoudly(qdrant))(`the contract, kept over ${qdrant.name}`, () => {
  let server: QdrantServer;
  beforeAll(async () => {
    server = await qdrant.start();
  });
  afterAll(() => server.close());

  const address = (protocol: string): string => {
    const { hostname, port } = new URL(server.url);
    return protocol === 'REST'
      ? `qdrant://${hostname}:${port}`
      : `qdrant+grpc://${hostname}:${server.grpcPort}`;
  };

  describe.each([
    ['REST', false],
    ['gRPC', false],
    ['REST', true], // what plain changes lies above the protocols, and both are here
  ] as const)('by %s, plain: %s', (protocol, plain) => {
    const under: TransportUnderTest = {
      capabilities: plain ? { durable: true } : { durable: true, replies: true },
      createCollection: () => {
        const collection = `conformance-${randomUUID()}`;
        return {
          connect: () => connectQdrant(address(protocol), { collection, plain }),
          discard: async () => {
            await fetch(`${server.url}/collections/${collection}`, { method: 'DELETE' });
          },
        };
      },
    };
    const { run, skipped } = selectClauses(under.capabilities);
    for (const clause of run)
      it.concurrent(`${clause.id}: ${clause.sentence}`, () => runClause(clause, under));
    for (const { clause, reason } of skipped) it.skip(`${clause.id}: ${reason}`);
  });
});
