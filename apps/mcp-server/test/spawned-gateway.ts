import { SOURCE, SpawnedServer } from './spawned.ts';

export interface Gateway {
  readonly url: string;
  readonly server: SpawnedServer;
}

/** `qis-mcp serve` over a file, at a port that is free. */
export async function gatewayOver(path: string, ...flags: readonly string[]): Promise<Gateway> {
  const server = new SpawnedServer([
    ...SOURCE,
    'serve',
    '--port',
    '0',
    '--transport',
    `sqlite:${path}`,
    ...flags,
  ]);
  return { url: await listening(server), server };
}

/** Where a server listens, as soon as it says so on stderr. */
export async function listening(server: SpawnedServer): Promise<string> {
  for (;;) {
    const url = /http:\/\/127\.0\.0\.1:\d+\/v1/.exec(server.stderr)?.[0];
    if (url) return url;
    const next = new Promise((resolve) => server.process.stderr.once('data', () => resolve('data')));
    if ((await Promise.race([next, server.exited])) !== 'data') throw new Error(`It ended: ${server.stderr}`);
  }
}
