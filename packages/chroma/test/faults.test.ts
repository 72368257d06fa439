import { randomUUID } from 'node:crypto';
import { faultCases, findChroma, skipLoudly, type TestServer } from '@qis/test-servers';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { connectChroma } from '../src/connect-chroma.ts';

const source = findChroma();

describe.skipIf(skipLoudly(source))(`on a bad way to ${source.name}`, () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await source.start();
  });
  afterAll(() => server?.close());

  it.concurrent.each(faultCases)('$sentence', async ({ run }) => {
    const collection = randomUUID();
    await run({
      server: new URL(server.url).host,
      connect: (address) => connectChroma(`chroma://${address}`, { collection }),
    });
  });
});
