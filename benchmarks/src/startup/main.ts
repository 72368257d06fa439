// How long the MCP server makes a host wait: spawn to tools/list, beside a bare echo server, and spawn to the first query.
//   npm run build && node --conditions=@qis/source benchmarks/src/startup/main.ts [--runs N] [--record FILE.json]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Request, timeToAnswer } from '../mcp/stdio-client.ts';

const results = fileURLToPath(new URL('../../results/startup.json', import.meta.url));
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '41' }, record: { type: 'string', default: results } },
});

const require = createRequire(import.meta.url);
const manifest = require.resolve('@qis/mcp-server/package.json');
const ours = [join(dirname(manifest), 'dist', 'qis-mcp.js')];
const echo = [fileURLToPath(new URL('../mcp/echo-server.mjs', import.meta.url))];
const list: Request = { method: 'tools/list', params: {} };
const query: Request = {
  method: 'tools/call',
  params: { name: 'query', arguments: { problem_description: 'tls handshake fails after renewal' } },
};
const measured = {
  qis_tools_list: () => timeToAnswer({ args: ours, env }, list),
  echo_tools_list: () => timeToAnswer({ args: echo, env }, list),
  qis_first_query: () => timeToAnswer({ args: ours, env }, query),
} as const;
type Name = keyof typeof measured;

const folder = mkdtempSync(join(tmpdir(), 'qis-startup-'));
const env = { XDG_DATA_HOME: folder };
const names = Object.keys(measured) as Name[];
const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
try {
  for (const name of names) await measured[name](); // files into the page cache
  for (let run = 0; run < Number(values.runs); run++) {
    // Interleaved, each in each place equally often: what else the machine does falls on all alike.
    for (let i = 0; i < names.length; i++) {
      const name = names[(run + i) % names.length] as Name;
      times[name].push(await measured[name]());
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const figures = Object.fromEntries(names.map((name) => [name, quartiles(times[name])])) as Record<
  Name,
  Quartiles
>;
const report = {
  unit: 'ms from spawn to answer',
  runs: Number(values.runs),
  node: process.version,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  ...figures,
  tools_list_ratio:
    Math.round((figures.qis_tools_list.median / figures.echo_tools_list.median) * 1000) / 1000,
};
console.log(JSON.stringify(report, null, 2));
mkdirSync(dirname(values.record), { recursive: true });
writeFileSync(values.record, `${JSON.stringify(report, null, 2)}\n`);

interface Quartiles {
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
}

function quartiles(samples: readonly number[]): Quartiles {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((sorted[Math.floor((sorted.length - 1) * share)] ?? 0) * 10) / 10;
  return { q1: at(0.25), median: at(0.5), q3: at(0.75) };
}
