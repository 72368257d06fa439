// The main job, run for real: a fleet of agents, each with a server process of its own, that share what they learn in
// one file. `npm run demo -- --help` says what it takes.
import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import { OutcomeError } from '@qis/core';
import { createRouter } from '@qis/mcp-server';
import { type Ledger, runEncounters } from './demo/encounters.ts';
import { Fleet } from './demo/fleet.ts';
import { readProblems } from './demo/problems.ts';
import { showCurve, showStats, showSynthesis } from './demo/screen.ts';
import { chooseStore } from './demo/store.ts';

const HELP = `npm run demo -- [options]
  --agents N          agents in the fleet, each with its own qis-mcp process and MCP client (default 20)
  --encounters N      problems met in all, one agent after the other (default: every line of the file, 2000 at most)
  --file FILE         JSON lines {"text": …, "label": …}: same label, same problem (default examples/problems.jsonl)
  --transport URL     the store, sqlite:PATH; it is kept (default: a file in a temporary folder, removed at the end)
  --seed N            of the order in which agents meet problems (default 1)`;

const { values } = parseArgs({
  options: {
    agents: { type: 'string', default: '20' },
    encounters: { type: 'string' },
    file: { type: 'string' },
    transport: { type: 'string' },
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
  const encounters = problems.slice(0, most);
  if (values.transport !== undefined) await assertShared(values.transport);

  const store = chooseStore(values.transport);
  const fleet = new Fleet(size, store.url);
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
    console.log(
      `${size} agents, each with its own qis-mcp process and MCP client, meet ${encounters.length} of ${problems.length} problems. Store: ${store.name}\n`,
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
