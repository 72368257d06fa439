import { randomUUID } from 'node:crypto';
import { faultCases, findQdrant, type QdrantServer, skipLoudly } from '@qis/test-servers';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { connectQdrant } from '../src/connect-qdrant.ts';

const source = findQdrant();

describe.skipIf(skipLoudly(source))(`on a bad way to ${source.name}`, () => {
  let server: QdrantServer;
  beforeAll(async () => {
    server = await source.start();
  });
  afterAll(() => server?.close());

  describe.each(['qdrant', 'qdrant+grpc'])('%s:', (scheme) => {
    it.concurrent.each(faultCases)('$sentence', async ({ run }) => {
      const collection = randomUUID();
      const { hostname, host } = new URL(server.url);
      await run({
        server: scheme === 'qdrant' ? host : `${hostname}:${server.grpcPort}`,
        connect: (address) => connectQdrant(`${scheme}://${address}`, { collection }),
      });
    });
  });
});
