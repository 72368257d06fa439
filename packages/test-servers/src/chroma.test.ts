import { expect, it, onTestFinished } from 'vitest';
import { findChroma } from './chroma.ts';
import { skipLoudly } from './test-server.ts';

const chroma = findChroma();

it.skipIf(skipLoudly(chroma))(`${chroma.name} answers`, async () => {
  const server = await chroma.start();
  onTestFinished(() => server.close());
  const answer = await fetch(`${server.url}/api/v2/heartbeat`);
  expect(await answer.json()).toHaveProperty(['nanosecond heartbeat']);
});
