import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { onTestFinished } from 'vitest';

/** Serves a handler at a free port of 127.0.0.1, as `qis-mcp serve` does. Closed when the test is over. */
export async function listen(handle: (request: Request) => Promise<Response>): Promise<string> {
  const server = await new Promise<Server>((resolve) => {
    const listening = serve({ fetch: handle, hostname: '127.0.0.1', port: 0 }, () =>
      resolve(listening as Server),
    );
  });
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
