// Ten qis-mcp processes over one file, each with a real MCP client, three of them killed in each of 20 rounds: what was answered is found, and no call of the others fails.
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, onTestFinished, test } from 'vitest';
import { call } from './connect.ts';
import { SOURCE, temporaryFolder } from './spawned.ts';

/** One for each server. */
const THINGS = [
  'database connection pool',
  'invoice totals',
  'login page on phones',
  'nightly backup',
  'container build',
  'message queue consumer',
  'certificate renewal',
  'image thumbnails',
  'rate limiter',
  'spreadsheet export',
];
/** One for each round. */
const TROUBLES = [
  'is exhausted under load',
  'differs by one cent',
  'never finishes loading',
  'stops after an upgrade',
  'comes back in the wrong order',
  'fails on the second run only',
  'loses the last item',
  'was refused by the other side',
  'looks stretched',
  'counts everybody twice',
  'jumps by an hour in spring',
  'opens with broken columns',
  'grows until it is killed',
  'hangs at random',
  'shows keys instead of words',
  'was read too early',
  'stutters',
  'is blank at the border',
  'ignores the proxy',
  'forgets its settings',
];
const SERVERS = THINGS.length;
const KILLED = 3;

interface Deposited {
  readonly problem_description: string;
  readonly id: string;
}

/** What a host of agents has: a client, and the process of its server. */
class Host {
  readonly #client: Client = new Client({ name: 'crowd', version: '1' });
  readonly #transport: StdioClientTransport;
  #stderr = '';

  private constructor(dataHome: string) {
    this.#transport = new StdioClientTransport({
      command: process.execPath,
      args: [...SOURCE],
      env: { XDG_DATA_HOME: dataHome },
      stderr: 'pipe',
    });
    this.#transport.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr += chunk;
    });
  }

  static async start(dataHome: string): Promise<Host> {
    const host = new Host(dataHome);
    onTestFinished(() => host.#client.close());
    await host.#client.connect(host.#transport);
    return host;
  }

  async deposit(problem_description: string): Promise<Deposited> {
    const { isError, text, content } = await call(this.#client, 'deposit', {
      problem_description,
      outcome_type: 'resolved',
      confidence: 0.8,
      delta_summary: `how it was mended: ${problem_description}`,
    });
    expect(isError, text).toBe(false);
    return { problem_description, id: String(content?.id) };
  }

  /** A deposit is the first that a query for its own problem finds. */
  async expectFound({ problem_description, id }: Deposited): Promise<void> {
    const { isError, text, content } = await call(this.#client, 'query', { problem_description });
    expect(isError, text).toBe(false);
    const hits = content?.hits as { readonly id: string }[] | undefined;
    expect(hits?.[0]?.id, problem_description).toBe(id);
  }

  kill(): void {
    const { pid } = this.#transport;
    if (pid) process.kill(pid, 'SIGKILL');
  }

  async end(): Promise<void> {
    await this.#client.close();
    expect(this.#stderr).toBe('');
  }
}

test(`${SERVERS} servers, of which ${KILLED} are killed in the middle of each round`, async () => {
  const dataHome = temporaryFolder();
  const start = (count: number): Promise<Host[]> =>
    Promise.all(Array.from({ length: count }, () => Host.start(dataHome)));
  const hosts = await start(SERVERS);
  const answered: Deposited[] = [];
  for (const trouble of TROUBLES) {
    const deposits = hosts.map((host, n) => host.deposit(`${THINGS[n]} ${trouble}`));
    const settled = Promise.allSettled(deposits);
    // Some have answered by then, some have not.
    await Promise.race(deposits.slice(0, KILLED).map((deposit) => deposit.catch(() => undefined)));
    for (const victim of hosts.slice(0, KILLED)) victim.kill();
    const results = await settled;
    const kept = await Promise.all(deposits.slice(KILLED));
    for (const result of results) if (result.status === 'fulfilled') answered.push(result.value);
    const survivors = hosts.slice(KILLED);
    await Promise.all(survivors.map((host, n) => host.expectFound(kept[(n + 1) % kept.length] as Deposited)));
    hosts.splice(0, KILLED, ...(await start(KILLED)));
  }
  const late = await Host.start(dataHome);
  for (const deposited of answered) await late.expectFound(deposited);
  await Promise.all([...hosts, late].map((host) => host.end()));
});
