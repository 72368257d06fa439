import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { OutcomeRouter } from '@qis/core';
import { createRouter } from '@qis/mcp-server';
import { startServer } from './child-server.ts';
import { KeepAlive } from './keep-alive.ts';

/** `qis-mcp serve` in a process of its own, and a router of this process over the same file. */
export interface Served {
  readonly port: number;
  readonly router: OutcomeRouter;
  /** Texts that no packet has. */
  readonly questions: readonly string[];
  /** Gone when it stops. */
  readonly folder: string;
  stop(): Promise<void>;
}

const BATCH = 1_000;
const MOST_TEXT = 120;

/** Serves a new SQLite file with a packet for each line, deposited through the server. */
export async function serveStore(lines: readonly string[], questions: readonly string[]): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'qis-http-'));
  const transport = `sqlite:${join(folder, 'team.db')}`;
  const program = join(
    dirname(createRequire(import.meta.url).resolve('@qis/mcp-server/package.json')),
    'src',
    'qis-mcp.ts',
  );
  const server = await startServer(
    [
      '--conditions=@qis/source',
      program,
      'serve',
      '--port',
      '0',
      '--rate',
      '1000000',
      '--transport',
      transport,
    ],
    /127\.0\.0\.1:(\d+)\/v1/,
  );
  const client = new KeepAlive(server.port);
  for (let from = 0; from < lines.length; from += BATCH) {
    const packets = lines.slice(from, from + BATCH).map((line, at) => ({
      problem_description: line.slice(0, MOST_TEXT),
      outcome_type: 'resolved',
      confidence: 0.8,
      delta_summary: (lines[(from + at + 1) % lines.length] ?? '').slice(0, MOST_TEXT),
      agent_id: `agent-${(from + at) % 50}#1`,
    }));
    await client.post('/v1/packets', JSON.stringify(packets));
  }
  client.close();
  const router = await createRouter({ transport });
  return {
    port: server.port,
    router,
    questions,
    folder,
    stop: async () => {
      await router.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
