// A bare hono route on the same server, for the load proof: reads a body, answers with bytes of the same length as a
// gateway's. argv: a JSON object from path to text. Says where it listens on stderr, as `qis-mcp serve` does.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const answers = Object.entries(JSON.parse(process.argv[2] ?? '{}') as Readonly<Record<string, string>>);
const app = new Hono();
for (const [path, text] of answers) {
  app.post(path, async (context) => {
    await context.req.text();
    return context.body(text, 200, { 'content-type': 'application/json' });
  });
}
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
  process.stderr.write(`http://127.0.0.1:${port}/v1\n`),
);
process.once('SIGTERM', () => server.close());
