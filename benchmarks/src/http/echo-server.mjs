// A bare hono route that reads a body and answers with bytes that it was given: what any gateway of this kind costs at
// least. argv: a file of answers, a JSON list of texts. Prints its port.
import { readFileSync } from 'node:fs';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const answers = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
const app = new Hono();
app.post('/echo/:n', async (context) => {
  await context.req.text();
  return context.body(answers[Number(context.req.param('n'))], 200, headers);
});
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => console.log(`port ${port}`));
