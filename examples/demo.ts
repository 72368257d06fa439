// The main job, run for real: a fleet of agents that share what they learn. `npm run demo -- --help` says what it takes.
import { parseArgs } from 'node:util';
import { type Ledger, runEncounters } from './demo/encounters.ts';
import { Fleet } from './demo/fleet.ts';
import { readProblems } from './demo/problems.ts';
import { showCurve, showStats, showSynthesis } from './demo/screen.ts';

const HELP = `npm run demo -- [options]
  --agents N          agents in the fleet, each with its own MCP client (default 20)
  --encounters N      problems met in all, one agent after the other (default: every line of the file, 2000 at most)
  --file FILE         JSON lines {"text": …, "label": …}: same label, same problem (default examples/problems.jsonl)
  --transport URL     the store (default memory:)
  --seed N            of the order in which agents meet problems (default 1)`;

const { values } = parseArgs({
  options: {
    agents: { type: 'string', default: '20' },
    encounters: { type: 'string' },
    file: { type: 'string' },
    transport: { type: 'string', default: 'memory:' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(HELP);
} else {
  const seed = wholeNumber('seed', values.seed, 0);
  const problems = await readProblems(values.file, seed);
  const encounters = problems.slice(
    0,
    values.encounters === undefined ? 2_000 : wholeNumber('encounters', values.encounters, 1),
  );
  const fleet = await Fleet.connect(wholeNumber('agents', values.agents, 1), values.transport);
  try {
    console.log(
      `${fleet.agents.length} agents, each with its own MCP client, meet ${encounters.length} of ${problems.length} problems. Store: ${values.transport}\n`,
    );
    const ledger: Ledger = new Map();
    const results = runEncounters(fleet, encounters, seed, ledger);
    await showCurve(results, encounters.length);
    await showSynthesis(fleet, encounters, ledger);
    await showStats(fleet);
  } finally {
    await fleet.close();
  }
}

function wholeNumber(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  console.error(`--${flag} takes a whole number, ${least} or more.`);
  process.exit(2);
}
