// A gateway over a SQLite store, on a free port of this machine: says its URL, then serves until its stdin ends.
//   node --conditions=@qis/source gateway-process.ts STORE
import { serve } from '@hono/node-server';
import { OutcomeRouter } from '@qis/core';
import { StaticEmbedder } from '@qis/embeddings/static';
import { createGateway } from '@qis/rest/gateway';
import { SqliteTransport } from '@qis/sqlite';

const [path = ''] = process.argv.slice(2);
const router = new OutcomeRouter({
  transport: new SqliteTransport({ path }),
  embedder: new StaticEmbedder(),
});
const server = serve({ fetch: createGateway(router), hostname: '127.0.0.1', port: 0 }, ({ port }) =>
  process.stdout.write(`http://127.0.0.1:${port}/v1\n`),
);
for await (const _ of process.stdin);
server.close();
await router.close();
process.exit(0);
