// 200 clients of mixed deposits and queries against `qis-mcp serve` over 10,000 packets in SQLite: no error, every acknowledged deposit found, latencies beside a bare echo.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { LoadReport } from './load-clients.ts';
import { outcomeOf } from './load-text.ts';
import { readStore } from './records.ts';
import { SpawnedServer, temporaryFolder } from './spawned.ts';
import { gatewayOver, listening } from './spawned-gateway.ts';
import { underLoad } from './under-load.ts';

const PACKETS = 10_000;
const CLIENTS = 200;
const PROCESSES = 2;
/** Of each of four loads. */
const SECONDS = 12;
/** Milliseconds between requests of a client that does not ask at once: 200 requests a second of all. */
const EVERY = 1_000;
/** Deposits of each load have numbers of their own. */
const FIRST = 10_000_000;
const BATCH = 1_000;
const SAMPLE = 200;
const ECHO = fileURLToPath(new URL('echo-gateway.ts', import.meta.url));

test(`${CLIENTS} clients, ${PACKETS} packets`, async () => {
  const path = join(temporaryFolder(), 'team.db');
  const { url, server } = await gatewayOver(path, '--rate', '1000000');
  const post = async (route: string, body: object): Promise<string> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${url}/${route}`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(response.status).toBe(200);
    return response.text();
  };
  for (let from = 0; from < PACKETS; from += BATCH)
    await post(
      'packets',
      Array.from({ length: BATCH }, (_, n) => outcomeOf(from + n)),
    );

  const { problem_description } = outcomeOf(7);
  const answers = {
    '/v1/query': await post('query', { problem_description }),
    '/v1/packets': await post('packets', outcomeOf(0)),
  };
  const echo = await listening(
    new SpawnedServer(['--conditions=@qis/source', ECHO, JSON.stringify(answers)]),
  );

  const acknowledged: LoadReport['acknowledged'][number][] = [];
  for (const [what, every] of [
    ['each at once after its last', 0],
    [`each every ${EVERY} ms`, EVERY],
  ] as const) {
    const load = {
      clients: CLIENTS,
      seconds: SECONDS,
      every,
      stored: PACKETS,
      deposits: FIRST * (every + 1),
    };
    const ours = await underLoad({ ...load, port: portOf(url) }, PROCESSES).report;
    const bare = await underLoad({ ...load, port: portOf(echo) }, PROCESSES).report;
    say(`${CLIENTS} clients, ${what}, for ${SECONDS} s:`);
    say(`  deposit  ${figures(ours.deposit)}   echo  ${figures(bare.deposit)}`);
    say(`  query    ${figures(ours.query)}   echo  ${figures(bare.query)}`);
    expect(bare.failures).toEqual({});
    expect(ours.failures).toEqual({});
    acknowledged.push(...ours.acknowledged);
  }

  for (const { id, n } of acknowledged.slice(-SAMPLE)) {
    const { problem_description } = outcomeOf(n);
    const { hits } = JSON.parse(await post('query', { problem_description })) as { hits: { id: string }[] };
    expect(hits[0]?.id).toBe(id);
  }
  server.process.kill('SIGTERM');
  expect(await server.exited).toBe(0);
  const stored = new Set((await readStore(path)).records.map(({ id }) => id));
  expect(acknowledged.filter(({ id }) => !stored.has(id))).toEqual([]);
  expect(stored.size).toBe(PACKETS + acknowledged.length);
  say(`${acknowledged.length} deposits were acknowledged, and all of them are found.`);
});

/** Into the output of the proof: a console would be taken for a mistake. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

function figures(ms: readonly number[]): string {
  const sorted = ms.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN).toFixed(1).padStart(6);
  return `${String(sorted.length).padStart(6)} requests, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}
