// One process that opens a store and asks it: prints one line of JSON, then lives until its stdin ends.
//   node --conditions=@qis/source reader-process.ts STORE QUERIES FIRST COUNT
// QUERIES is a file of float32 vectors; COUNT of them are asked, from number FIRST on.
import { readFileSync } from 'node:fs';
import { SqliteTransport } from '@qis/sqlite';
import { collectGarbage } from './collect-garbage.ts';

const [path = '', file = '', first = '0', count = '1'] = process.argv.slice(2);
const began = performance.now();
const transport = new SqliteTransport({ path });
const { fingerprint } = await transport.open({});
const opened = performance.now();
const dimensions = fingerprint?.dimensions ?? 0;
const all = new Float32Array(new Uint8Array(readFileSync(file)).buffer);
// The timestamps of the packets are fixed, so the clock is of no use.
const filter = { now: 0 };
const ask = (at: number) =>
  transport.search({ vector: all.slice(at * dimensions, (at + 1) * dimensions), limit: 10, filter });

const { hits } = await ask(Number(first));
const answered = performance.now();
const { details } = await transport.stats(filter);
for (let at = 1; at < Number(count); at++) await ask(Number(first) + at);
await collectGarbage();
const report = {
  open_ms: opened - began,
  first_answer_ms: answered - began,
  answered_at: performance.timeOrigin + answered,
  index: details.index,
  ids: hits.map(({ id }) => id),
};
process.stdout.write(`${JSON.stringify(report)}\n`);
for await (const _ of process.stdin);
await transport.close();
