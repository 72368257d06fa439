// A bad way to Chroma for minutes, one fault after the other: deadlines kept, errors typed, nothing acknowledged lost or there twice.
import { randomUUID } from 'node:crypto';
import { faultStorm, findChroma } from '@qis/test-servers';
import { expect, it, onTestFinished } from 'vitest';
import { connectChroma } from '../src/connect-chroma.ts';

const source = findChroma();

it(`over ${source.name}`, async () => {
  const server = await source.start();
  onTestFinished(() => server.close());
  const collection = randomUUID();
  const report = await faultStorm(
    {
      server: new URL(server.url).host,
      connect: (address) => connectChroma(`chroma://${address}`, { collection }),
    },
    { seconds: 120, random: Math.random },
  );
  process.stdout.write(`${JSON.stringify(report)}\n`);
  expect(report.deposits).toBeGreaterThan(100);
});
