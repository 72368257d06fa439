import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROGRAM } from './build.ts';
import { entityOf, fillStore, foundIn, type Outcome, writeGraph } from './outcomes.ts';
import { type Answer, type Program, StdioClient } from './stdio-client.ts';

/** What an agent does with any of them. */
export type Deed = 'deposit' | 'find' | 'weigh';
export const DEEDS: readonly Deed[] = ['deposit', 'find', 'weigh'];

interface ToolCall {
  readonly tool: string;
  readonly args: object;
}

/** A deposit that was answered. */
export interface Acknowledged {
  readonly problem: string;
  readonly answer: Answer;
}

/** What servers share, with packets in it. */
export interface Place {
  /** The server of one agent over it. */
  program(agent: string): Program;
  /** How many of so many deposits are there for somebody who comes later. */
  countKept(deposits: readonly Acknowledged[]): Promise<number>;
}

/** A server that is measured. */
export interface Contestant {
  /** In tables. */
  readonly name: string;
  /** The tool that comes nearest to what the deed wants. */
  call(deed: Deed, outcome: Outcome): ToolCall;
  /** How many entries an answer holds. */
  entriesIn(answer: Answer): number;
  /** A new place of its own. */
  fill(outcomes: readonly Outcome[]): Promise<Place>;
}

const TTL = 3_600;
export const HITS = 10;

/**
 * This project's server.
 * @param transport a store of the user's own, in collections of its own whose packets live an hour. Absent: SQLite.
 */
export function qisServer(folder: string, transport?: string): Contestant {
  let places = 0;
  return {
    name: 'qis-mcp',
    call(deed, outcome) {
      const { problem_description } = outcome;
      if (deed === 'deposit') return { tool: 'deposit', args: { ...outcome, ttl: TTL } };
      if (deed === 'find') return { tool: 'query', args: { problem_description, top_k: HITS } };
      return { tool: 'synthesize', args: { problem_description } };
    },
    entriesIn: ({ structured }) => ((structured.hits ?? structured.claims ?? []) as readonly object[]).length,
    async fill(outcomes) {
      const place = `mcp-${process.pid}-${++places}`;
      const url = transport ?? `sqlite:${join(folder, `${place}.db`)}`;
      await fillStore(url, place, outcomes);
      return {
        program: (agent) => ({
          args: [PROGRAM, '--transport', url, '--collection', place, '--agent-id', agent],
          env: { XDG_DATA_HOME: folder },
        }),
        countKept: (deposits) =>
          foundIn(
            url,
            place,
            deposits.map(({ problem, answer }) => ({ id: String(answer.structured.id), problem })),
          ),
      };
    },
  };
}

/** The memory server that the makers of the protocol give as their reference: a graph in one file of JSON lines. */
export function memoryServer(folder: string): Contestant {
  const manifest = import.meta.resolve('@modelcontextprotocol/server-memory/package.json');
  const { bin } = JSON.parse(readFileSync(new URL(manifest), 'utf8')) as { bin: Record<string, string> };
  const program = fileURLToPath(new URL(String(bin['mcp-server-memory']), manifest));
  let places = 0;
  return {
    name: 'reference memory server',
    call(deed, outcome) {
      if (deed === 'deposit') return { tool: 'create_entities', args: { entities: [entityOf(outcome)] } };
      if (deed === 'find')
        return { tool: 'search_nodes', args: { query: longestWord(outcome.problem_description) } };
      return { tool: 'read_graph', args: {} };
    },
    entriesIn: ({ structured }) => ((structured.entities ?? []) as readonly object[]).length,
    async fill(outcomes) {
      const file = join(folder, `graph-${++places}.jsonl`);
      writeGraph(file, outcomes);
      const env = { MEMORY_FILE_PATH: file };
      return {
        program: () => ({ args: [program], env }),
        async countKept(deposits) {
          const client = new StdioClient({ args: [program], env });
          await client.initialize();
          const { structured } = await client.call('open_nodes', {
            names: deposits.map(({ problem }) => problem),
          });
          await client.close();
          return (structured.entities as readonly object[]).length;
        },
      };
    },
  };
}

/** A server that keeps nothing: what the SDK and the pipe cost by themselves. */
export function bareServer(): Contestant {
  const program = fileURLToPath(new URL('./echo-server.mjs', import.meta.url));
  return {
    name: 'bare SDK server',
    call: (_deed, { problem_description }) => ({ tool: 'echo', args: { text: problem_description } }),
    entriesIn: () => 0,
    async fill() {
      return { program: () => ({ args: [program] }), countKept: async () => 0 };
    },
  };
}

/** It looks for the text as it stands, so a whole sentence would find itself alone, and a short word nearly all. */
function longestWord(text: string): string {
  return text
    .split(/[^\p{L}\p{N}]+/u)
    .reduce((longest, word) => (word.length > longest.length ? word : longest), '');
}
