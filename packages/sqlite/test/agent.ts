// An agent in a process of its own: a router over a SQLite file that does what its parent sends, many things at once.
import { setImmediate as turn } from 'node:timers/promises';
import { OutcomeError, type OutcomePacket, type OutcomePacketInput, OutcomeRouter } from '@qis/core';
import { loadNative } from '@qis/memory/index';
import { SqliteTransport } from '@qis/sqlite';
import { HashEmbedder } from './hash-embedder.ts';

export interface AgentSettings {
  readonly path: string;
  readonly hnswFrom?: number;
  /** Seconds since the epoch; its deposits and queries put it forward. Default: the system clock. */
  readonly now?: number;
  /** Number of a user that it becomes when it has loaded its code: for permissions, which do not bind root. */
  readonly user?: number;
}

/** What an agent can be asked for, and what it answers. */
export interface Tasks {
  /** All in one write. Answers the ids. */
  deposit: { ask: readonly OutcomePacketInput[]; answer: readonly string[] };
  remove: { ask: readonly string[]; answer: null };
  /** The ids of the nearest, at a time. */
  query: {
    ask: { readonly problem: string; readonly topK: number; readonly now?: number };
    answer: readonly string[];
  };
  /** Everything there is, after each record was looked for by its own vector. For a store at rest. Builds what is due. */
  audit: { ask: null; answer: Audit };
  details: { ask: null; answer: Readonly<Record<string, string | number | boolean>> };
  close: { ask: null; answer: null };
}

export interface Audit {
  readonly stored: readonly { readonly id: string; readonly packet: OutcomePacket }[];
  /** What a search finds and the table does not have, or the other way round. */
  readonly faults: readonly string[];
}

export type Verb = keyof Tasks;

export interface Request {
  readonly n: number;
  readonly verb: Verb;
  readonly ask: unknown;
}

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly cause: string;
  readonly retryable: boolean;
}

export interface Reply {
  readonly n: number;
  readonly answer?: unknown;
  readonly failure?: Failure;
}

/** Of more records than this, an audit looks for every second, third or so. */
const MOST_SEARCHES = 4_000;
/** Hits that a search through the index can give in one piece: more are read from the table. */
const WHOLE_INDEX = 2_000;

const { path, hnswFrom, now, user } = JSON.parse(process.argv[2] ?? '') as AgentSettings;
if (user !== undefined) {
  await loadNative();
  process.setgid?.(user);
  process.setuid?.(user);
}
let clock = now ?? 0;
const router = new OutcomeRouter({
  transport: new SqliteTransport({ path, ...(hnswFrom !== undefined && { hnswFrom }) }),
  embedder: new HashEmbedder(),
  ...(now !== undefined && { now: () => clock }),
});
const embedder = new HashEmbedder();

const verbs: { [V in Verb]: (ask: Tasks[V]['ask']) => Promise<Tasks[V]['answer']> } = {
  deposit: async (packets) => {
    clock = Math.max(clock, ...packets.map(({ timestamp = 0 }) => timestamp));
    return (await router.deposit(packets)).map(({ id }) => id);
  },
  remove: async (ids) => {
    await router.transport.remove(ids);
    return null;
  },
  query: async ({ problem, topK, now: at = 0 }) => {
    clock = Math.max(clock, at);
    return (await router.query(problem, { topK })).hits.map(({ id }) => id);
  },
  audit,
  details: async () => (await router.stats()).details,
  close: async () => {
    await router.close();
    return null;
  },
};

const filter = { now: 0, includeExpired: true };

/** Searches, which begins to build the index file that is due, and waits until it is built and mapped. */
async function settle(): Promise<void> {
  const [vector = new Float32Array()] = await embedder.embed(['anything']);
  await router.transport.search({ vector, limit: 1, filter });
  while ((await router.stats()).details.snapshot === 'building') await turn();
  await router.transport.search({ vector, limit: 1, filter });
}

async function audit(): Promise<Audit> {
  await settle();
  const stored: { id: string; packet: OutcomePacket }[] = [];
  const faults: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await router.transport.scan({ filter, limit: 1_000, ...(cursor && { cursor }) });
    if (page.unreadable > 0) faults.push(`${page.unreadable} cannot be read`);
    stored.push(...page.records.map(({ id, packet }) => ({ id, packet })));
    cursor = page.cursor;
    if (!cursor) break;
  }
  const ids = new Set(stored.map(({ id }) => id));
  if (ids.size < stored.length) faults.push(`${stored.length - ids.size} are there twice`);
  const step = Math.ceil(stored.length / MOST_SEARCHES);
  for (const { id, packet } of stored.filter((_, n) => n % step === 0)) {
    const vector = (await embedder.embed([packet.problem_description]))[0] as Float32Array;
    const { hits } = await router.transport.search({ vector, limit: 3, filter });
    if (!hits.some((hit) => hit.id === id && hit.score > 0.999)) faults.push(`${id} is not found`);
  }
  if (stored.length <= WHOLE_INDEX) {
    const vector = (await embedder.embed(['anything']))[0] as Float32Array;
    const { hits, unreadable } = await router.transport.search({ vector, limit: stored.length + 20, filter });
    if (unreadable > 0) faults.push(`${unreadable} cannot be read when found`);
    if (hits.length !== stored.length) faults.push(`${hits.length} are found of ${stored.length}`);
    for (const { id } of hits) if (!ids.has(id)) faults.push(`${id} is found and not there`);
  }
  return { stored, faults };
}

function failureOf(error: unknown): Failure {
  const { code, message, retryable, cause } = OutcomeError.isInstance(error)
    ? error
    : { code: 'none', message: String(error), retryable: false, cause: undefined };
  return { code, message, retryable, cause: String(cause) };
}

async function serve({ n, verb, ask }: Request): Promise<Reply> {
  try {
    return { n, answer: await verbs[verb](ask as never) };
  } catch (error) {
    return { n, failure: failureOf(error) };
  }
}

process.on('message', async (request: Request) => {
  const reply = await serve(request);
  process.send?.(reply, () => {
    if (request.verb === 'close') process.disconnect();
  });
});
