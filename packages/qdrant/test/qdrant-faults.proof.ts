// A bad way to Qdrant for minutes, one fault after the other: deadlines kept, errors typed, nothing acknowledged lost or there twice.
import { randomUUID } from 'node:crypto';
import { faultStorm, findQdrant } from '@qis/test-servers';
import { expect, it, onTestFinished } from 'vitest';
import { connectQdrant } from '../src/connect-qdrant.ts';

const source = findQdrant();

it.each(['qdrant', 'qdrant+grpc'])(`%s over ${source.name}`, async (scheme) => {
  const server = await source.start();
  onTestFinished(() => server.close());
  const collection = randomUUID();
  const { hostname, host } = new URL(server.url);
  const report = await faultStorm(
    {
      server: scheme === 'qdrant' ? host : `${hostname}:${server.grpcPort}`,
      connect: (address) => connectQdrant(`${scheme}://${address}`, { collection }),
    },
    { seconds: 120, random: Math.random },
  );
  process.stdout.write(`${JSON.stringify(report)}\n`);
  expect(report.deposits).toBeGreaterThan(100);
});
