import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readStore } from './records.ts';
import { temporaryFolder } from './spawned.ts';
import { gatewayOver } from './spawned-gateway.ts';
import { underLoad } from './under-load.ts';

interface Line {
  readonly message: string;
  readonly status?: number;
}

it('told to end in the middle of requests, it answers every one that it took, keeps what it acknowledged, and takes no more', async () => {
  const path = join(temporaryFolder(), 'team.db');
  const { url, server } = await gatewayOver(path, '--rate', '1000000');
  const port = Number(new URL(url).port);
  const load = { port, clients: 40, seconds: 60, every: 0, deposits: 0, stored: 1_000 };
  const running = underLoad(load, 2);
  await running.ready;
  server.process.kill('SIGTERM');
  const { deposit, query, acknowledged, failures } = await running.report;
  expect(await server.exited).toBe(0);

  const lines = server.stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const answered = lines.filter(({ message }) => message === 'Answered');
  expect(answered.filter(({ status }) => status !== 200)).toEqual([]);
  expect(deposit.length + query.length).toBe(answered.length);
  const told = lines.findIndex(({ message }) => message.startsWith('Told to end'));
  expect(lines.length - told).toBeGreaterThan(2); // there was something to finish
  expect(lines.at(-1)?.message).toBe('Ended');

  const refused = Object.entries(failures).filter(([code]) => !/^ECONN(?:REFUSED|RESET)$|^EPIPE$/.test(code));
  expect(refused).toEqual([]);
  expect(Object.values(failures).reduce((sum, times) => sum + times, 0)).toBe(load.clients);
  const stored = new Set((await readStore(path)).records.map(({ id }) => id));
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(acknowledged.filter(({ id }) => !stored.has(id))).toEqual([]);
});
