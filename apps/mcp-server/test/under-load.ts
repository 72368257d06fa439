import { fileURLToPath } from 'node:url';
import type { Load, LoadReport } from './load-clients.ts';
import { SpawnedServer } from './spawned.ts';

const CLIENTS = fileURLToPath(new URL('load-clients.ts', import.meta.url));

/** Clients that are at work. */
export interface Running {
  /** Every client has had an answer. */
  readonly ready: Promise<void>;
  readonly report: Promise<LoadReport>;
}

/** Sets so many clients to work, spread over processes. Deposits of each process have numbers of their own. */
export function underLoad(load: Load, processes: number): Running {
  const children = Array.from({ length: processes }, (_, n) => {
    const part: Load = {
      ...load,
      clients: load.clients / processes,
      deposits: load.deposits + n * 1_000_000,
    };
    return new SpawnedServer(['--conditions=@qis/source', CLIENTS, JSON.stringify(part)]);
  });
  return {
    ready: Promise.all(children.map(isReady)).then(() => undefined),
    report: Promise.all(children.map(reportOf)).then(together),
  };
}

async function isReady(child: SpawnedServer): Promise<void> {
  while (!child.stderr.includes('ready')) {
    const next = new Promise((resolve) => child.process.stderr.once('data', () => resolve('data')));
    if ((await Promise.race([next, child.exited])) !== 'data') throw new Error(`It ended: ${child.stderr}`);
  }
}

async function reportOf(child: SpawnedServer): Promise<LoadReport> {
  if ((await child.exited) !== 0) throw new Error(`Clients failed: ${child.stderr}`);
  return JSON.parse(child.stdout) as LoadReport;
}

function together(reports: readonly LoadReport[]): LoadReport {
  const failures: Record<string, number> = {};
  for (const report of reports)
    for (const [failure, times] of Object.entries(report.failures))
      failures[failure] = (failures[failure] ?? 0) + times;
  return {
    deposit: reports.flatMap((report) => report.deposit),
    query: reports.flatMap((report) => report.query),
    acknowledged: reports.flatMap((report) => report.acknowledged),
    failures,
  };
}
