import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ManagedTransport } from '@qis/core';
import { expect, it, onTestFinished } from 'vitest';
import { connectChroma } from '../src/connect-chroma.ts';
import { FINGERPRINT } from './records.ts';

const apiKey = 'hunter2-and-more';

interface Answering {
  readonly host: string;
  readonly received: readonly IncomingHttpHeaders[];
}

/** A server that gives every request the same answer. */
async function answering(status: number, headers: Record<string, string> = {}): Promise<Answering> {
  const received: IncomingHttpHeaders[] = [];
  const server: Server = createServer((request, response) => {
    received.push(request.headers);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

async function errorOfOpening(host: string): Promise<unknown> {
  const transport = await connectChroma(`chroma://${host}`, { apiKey });
  const store = new ManagedTransport(transport, { fingerprint: async () => FINGERPRINT, retries: 0 });
  return store.open().then(
    () => undefined,
    (error: unknown) => error,
  );
}

it('sends the key in both headers that servers look at, and names it in no error', async () => {
  const { host, received } = await answering(401);
  const error = await errorOfOpening(host);
  expect(received[0]).toMatchObject({ 'x-chroma-token': apiKey, authorization: `Bearer ${apiKey}` });
  expect(error).toMatchObject({ code: 'STORE_FAILED', message: expect.stringContaining('CHROMA_API_KEY') });
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(apiKey);
});

it('follows no redirection, which could lead the key to somebody else', async () => {
  const elsewhere = await answering(200);
  const { host } = await answering(307, { location: `http://${elsewhere.host}/` });
  expect(await errorOfOpening(host)).toMatchObject({ code: 'STORE_UNAVAILABLE' });
  expect(elsewhere.received).toEqual([]);
});
