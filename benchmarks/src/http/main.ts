// What HTTP adds to a query: POST /v1/query of a real server beside a bare echo of the same bytes, and the tool query over
// /mcp beside a bare tool of the SDK; both beside the same query in process.
//   node --conditions=@qis/source src/http/main.ts [--data FOLDER] [--packets N] [--rounds N] [--record]
// Run it in benchmarks/, on an idle machine: about a minute. --record writes results/http.json.
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { DATA_FOLDER, findLines, readRealText } from '../crossover/real-text.ts';
import { describeMachine, writeResult } from '../recorded-result.ts';
import { measureMcpHttp } from './mcp-http.ts';
import { measureRestQuery } from './rest-query.ts';
import { serveStore } from './served-store.ts';

const QUESTIONS = 200;
const CALLS = 50;
const RESULT = new URL('../../results/http.json', import.meta.url);

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: DATA_FOLDER },
    packets: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '40' },
    record: { type: 'boolean', default: false },
  },
});
const lines = findLines(values.data);
if (lines === undefined) {
  console.error(`NO DATA: there are no lines of text in ${values.data}. Nothing was measured.`);
  process.exit(2);
}
const load = loadavg()[0] as number;
const packets = Number(values.packets);
const rounds = Number(values.rounds);
const text = await readRealText(lines, { records: packets + QUESTIONS, queries: 0 }, 1);
const problems = text.records.map(({ packet }) => packet.problem_description);
const served = await serveStore(problems.slice(0, packets), problems.slice(packets));
try {
  const result = {
    ...describeMachine(load),
    node: process.version,
    unit: 'ms',
    packets,
    rounds,
    calls_per_round: CALLS,
    rest_query: await measureRestQuery(served, { rounds, calls: CALLS }),
    mcp_query: await measureMcpHttp(served, { rounds, calls: CALLS }),
  };
  console.log(JSON.stringify(result, null, 2));
  if (values.record) writeResult(RESULT, result);
} finally {
  await served.stop();
}
