import { serve } from '@hono/node-server';

export interface Served {
  /** `http://127.0.0.1:PORT/v1` */
  readonly url: string;
  close(): Promise<void>;
}

/** Any handler of requests over a real socket of this machine. */
export async function served(handle: (request: Request) => Promise<Response>): Promise<Served> {
  return new Promise((resolve) => {
    const server = serve({ fetch: handle, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
      const close = (): Promise<void> =>
        new Promise((done, failed) => {
          server.close((error) => (error ? failed(error) : done()));
          if ('closeAllConnections' in server) server.closeAllConnections();
        });
      resolve({ url: `http://127.0.0.1:${port}/v1`, close });
    });
  });
}
