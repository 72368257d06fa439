import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { examineStore } from '@qis/sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { SOURCE, temporaryFolder } from './spawned.ts';

const SERVERS = 10;
const DEPOSITS = 5;
/** Of one agent each: so different that none is taken for another. */
const SUBJECTS = [
  'postgres replication lag',
  'webpack bundle size',
  'kubernetes ingress certificate',
  'python unicode csv export',
  'git submodule checkout',
  'android push notification',
  'terraform state lock',
  'nginx upload limit',
  'redis eviction policy',
  'windows path length',
];

interface Hits {
  readonly hits: readonly { readonly id: string }[];
}

async function connect(path: string, n: number): Promise<Client> {
  const client = new Client({ name: `client-${n}`, version: '1' });
  onTestFinished(() => client.close());
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [...SOURCE, '--transport', `sqlite:${path}`, '--agent-id', `agent-${n}`],
      env: { XDG_DATA_HOME: temporaryFolder() },
    }),
  );
  return client;
}

async function call<T>(client: Client, name: string, args: Record<string, unknown>): Promise<T> {
  const { isError, structuredContent, content } = await client.callTool({ name, arguments: args });
  expect(isError, JSON.stringify(content)).toBeFalsy();
  return structuredContent as T;
}

const problemOf = (n: number, i: number): string => `${SUBJECTS[n]} trouble, case ${i}`;

test(`${SERVERS} servers over one file, each with a client: what any deposits at once with the others, all find`, async () => {
  const path = join(temporaryFolder(), 'outcomes.db');
  const clients = await Promise.all(Array.from({ length: SERVERS }, (_, n) => connect(path, n)));
  const ids = await Promise.all(
    clients.flatMap((client, n) =>
      Array.from({ length: DEPOSITS }, async (_, i) => {
        const outcome = { outcome_type: 'resolved', confidence: 0.9, delta_summary: `remedy ${i}` };
        const { id } = await call<{ id: string }>(client, 'deposit', {
          problem_description: problemOf(n, i),
          ...outcome,
        });
        return id;
      }),
    ),
  );
  expect(new Set(ids).size).toBe(SERVERS * DEPOSITS);
  await Promise.all(
    clients.map(async (client, n) => {
      for (let other = 0; other < SERVERS; other++) {
        if (other === n) continue; // nobody is told what it has said itself
        const problem_description = problemOf(other, 0);
        const { hits } = await call<Hits>(client, 'query', { problem_description, top_k: DEPOSITS });
        expect(hits.map(({ id }) => id)).toContain(ids[other * DEPOSITS]);
      }
    }),
  );
  await Promise.all(clients.map((client) => client.close()));
  const findings = await examineStore({ path, now: Date.now() / 1_000 });
  expect(findings.filter(({ severity }) => severity !== 'ok')).toEqual([]);
  const records = findings.find(({ subject }) => subject === 'records');
  expect(records?.text).toMatch(new RegExp(`^${SERVERS * DEPOSITS} live, 0 expired`));
}, 60_000);
