// Clients in a process of their own, each with one connection that is kept: deposits and queries in turn. A client ends
// when its time is over, or at the first failure of its connection. argv: a JSON Load. Prints a JSON LoadReport.
// `ready` stands on stderr when all have had their first answer.
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { outcomeOf } from './load-text.ts';

export interface Load {
  readonly port: number;
  readonly clients: number;
  readonly seconds: number;
  /** Milliseconds from one request of a client to its next; 0: at once. */
  readonly every: number;
  /** The number of the first outcome that is deposited, and of the outcomes that are asked for, which are there. */
  readonly deposits: number;
  readonly stored: number;
}

export interface LoadReport {
  /** Milliseconds, from when a request was due. */
  readonly deposit: readonly number[];
  readonly query: readonly number[];
  /** Ids of deposits, and the numbers of their outcomes. */
  readonly acknowledged: readonly { readonly id: string; readonly n: number }[];
  /** How often a status other than 200, or an error of a connection, came. */
  readonly failures: Readonly<Record<string, number>>;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Of so many requests of a client one is a deposit. */
const DEPOSIT_OF = 3;

const load = JSON.parse(process.argv[2] ?? '') as Load;
const deposit: number[] = [];
const query: number[] = [];
const acknowledged: { id: string; n: number }[] = [];
const failures: Record<string, number> = {};
let deposits = load.deposits;
let waiting = load.clients;

const ends = performance.now() + load.seconds * 1_000;
await Promise.all(Array.from({ length: load.clients }, (_, n) => client(n)));
const report: LoadReport = { deposit, query, acknowledged, failures };
process.stdout.write(JSON.stringify(report));

async function client(number: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let due = performance.now() + (load.every * number) / load.clients;
  for (let turn = number; ; turn++) {
    if (load.every > 0) await pause(Math.max(0, due - performance.now()));
    else due = performance.now();
    if (due >= ends) break;
    if (!(await ask(agent, `client-${number}`, turn, due))) break;
    if (turn === number && --waiting === 0) process.stderr.write('ready\n');
    due += load.every;
  }
  agent.destroy();
}

/** Whether the connection still holds. */
async function ask(agent: Agent, voter: string, turn: number, due: number): Promise<boolean> {
  const isDeposit = turn % DEPOSIT_OF === 0;
  const n = isDeposit ? deposits++ : (turn * 7_919) % load.stored;
  const { problem_description, agent_id: _, ...rest } = outcomeOf(n);
  const body = JSON.stringify(isDeposit ? { problem_description, ...rest } : { problem_description });
  try {
    const { status, text } = await post(agent, voter, isDeposit ? '/v1/packets' : '/v1/query', body);
    (isDeposit ? deposit : query).push(performance.now() - due);
    if (status !== 200) count(String(status));
    else if (isDeposit) acknowledged.push({ id: (JSON.parse(text) as { id: string }).id, n });
    return true;
  } catch (error) {
    count((error as NodeJS.ErrnoException).code ?? 'unknown');
    return false;
  }
}

function count(failure: string): void {
  failures[failure] = (failures[failure] ?? 0) + 1;
}

function post(agent: Agent, voter: string, path: string, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: load.port,
        path,
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'qis-voter': voter,
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.once('error', reject);
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}
