// The main job, run for real: a fleet of agents, each with a server process of its own, that share what they learn in
// one file. `npm run demo -- --help` says what it takes.
import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import { OutcomeError } from '@qis/core';
import { createRouter } from '@qis/mcp-server';
import { type Ledger, runEncounters } from './demo/encounters.ts';
import { Fleet } from './demo/fleet.ts';
import { type Problem, readProblems } from './demo/problems.ts';
import { showCurve, showStats, showSynthesis } from './demo/screen.ts';
import { chooseStore } from './demo/store.ts';

const HELP = `npm run demo -- [options]
  --agents N          agents in the fleet, each with its own qis-mcp process and MCP client (default 20)
  --encounters N      problems met in all, one agent after the other (default: every line of the file, 2000 at most;
                      where there are fewer lines, they are met again)
  --file FILE         JSON lines {"text": …, "label": …}: same label, same problem (default examples/problems.jsonl)
  --transport URL     the store, as qis-mcp takes it; it is kept (default: a file in a temporary folder, removed)
  --in-process        all servers in this process, over one router: for fleets that no machine has processes for
  --seed N            of the order in which agents meet problems (default 1)`;

const { values } = parseArgs({
  options: {
    agents: { type: 'string', default: '20' },
    encounters: { type: 'string' },
    file: { type: 'string' },
    transport: { type: 'string' },
    'in-process': { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(HELP);
else await runDemo();

async function runDemo(): Promise<void> {
  const seed = wholeNumber('seed', values.seed, 0);
  const size = wholeNumber('agents', values.agents, 1);
  const most = values.encounters === undefined ? 2_000 : wholeNumber('encounters', values.encounters, 1);
  const problems = await readProblems(values.file, seed);
  const count = values.encounters === undefined ? Math.min(most, problems.length) : most;
  const encounters = Array.from({ length: count }, (_, i) => problems[i % problems.length] as Problem);
  if (values.transport !== undefined) await assertShared(values.transport);

  const store = chooseStore(values.transport);
  const inProcess = values['in-process'];
  const fleet = await Fleet.over(store.url, size, inProcess);
  const tidyUp = async (): Promise<void> => {
    await fleet.close();
    store.remove();
  };
  let stopped = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      stopped = true;
      void tidyUp().then(() => process.exit(128 + constants.signals[signal]));
    });
  }
  try {
    await fleet.connect();
    const kind = inProcess ? 'MCP server' : 'qis-mcp process';
    const met = count > problems.length ? `${count} times one` : count;
    console.log(
      `${size} agents, each with its own ${kind} and MCP client, meet ${met} of ${problems.length} problems. Store: ${store.name}\n`,
    );
    const ledger: Ledger = new Map();
    const results = runEncounters(fleet, encounters, seed, ledger);
    await showCurve(results, encounters.length);
    await showSynthesis(fleet, encounters, ledger);
    await showStats(store);
  } catch (error) {
    if (!stopped) throw error;
  } finally {
    await tidyUp();
  }
}

/** Ends the demo unless processes can share the store. */
async function assertShared(transport: string): Promise<void> {
  try {
    const router = await createRouter({ transport });
    if (router.transport.capabilities.durable) return;
  } catch (error) {
    if (OutcomeError.isInstance(error)) refuse(`--${error.message}`);
    throw error;
  }
  refuse(
    `--transport ${new URL(transport).protocol} ends with its process, and each agent has one of its own.`,
  );
}

function wholeNumber(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  return refuse(`--${flag} takes a whole number, ${least} or more.`);
}

function refuse(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}
