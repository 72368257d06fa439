import { randomUUID } from 'node:crypto';
import { type Fingerprint, ManagedTransport, type ManagedTransportOptions } from '@qis/core';
import type { QdrantServer } from '@qis/test-servers';
import { onTestFinished } from 'vitest';
import { type ConnectOptions, connectQdrant } from '../src/index.ts';
import { FINGERPRINT } from './records.ts';

/** The URL of a server, by either protocol. */
export function urlOf({ url, grpcPort }: QdrantServer, protocol: 'REST' | 'gRPC' = 'REST'): string {
  const { hostname, port } = new URL(url);
  return protocol === 'REST' ? `qdrant://${hostname}:${port}` : `qdrant+grpc://${hostname}:${grpcPort}`;
}

/** A name that no other test has. What lies under it is removed when the test is over: the server may go on. */
export function newCollection(serverUrl: string): string {
  const name = `test-${randomUUID()}`;
  onTestFinished(async () => {
    await fetch(`${serverUrl}/collections/${name}`, { method: 'DELETE' });
  });
  return name;
}

/** As every user meets the transport. Closed when the test is over. */
export async function managed(
  url: string,
  options: ConnectOptions,
  more: ManagedTransportOptions = {},
  fingerprint: Fingerprint = FINGERPRINT,
): Promise<ManagedTransport> {
  const transport = new ManagedTransport(await connectQdrant(url, options), {
    fingerprint: async () => fingerprint,
    ...more,
  });
  onTestFinished(() => transport.close());
  return transport;
}

/** Asks the server itself, as somebody else would. */
export async function ask(
  url: string,
  method: 'GET' | 'PUT' | 'POST' | 'PATCH',
  path: string,
  body?: object,
): Promise<Record<string, unknown>> {
  const response = await fetch(url + path, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  return (await response.json()) as Record<string, unknown>;
}
