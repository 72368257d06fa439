// What the edge test bundles and runs where there is no Node: an agent with all that this package has, over a store and
// an embedder that it reaches by `fetch` alone.
import { AIMessage, HumanMessage } from '@langchain/core/messages';
import { type Embedder, OutcomeRouter, type OutcomeTransport } from '@qis/core';
import { createAgent, fakeModel } from 'langchain';
import { createQisTools, QisRetriever } from '../src/index.ts';
import { qisMiddleware } from '../src/middleware.ts';

type Call = <T>(method: string, ...args: readonly unknown[]) => Promise<T>;

/** Calls a method behind a URL. Vectors cross as plain lists. */
function callerOf(url: string): Call {
  return async <T>(method: string, ...args: readonly unknown[]): Promise<T> => {
    const body = JSON.stringify(args, (_, value) => (value instanceof Float32Array ? [...value] : value));
    const response = await fetch(new URL(method, url), { method: 'POST', body });
    if (!response.ok) throw new Error(`${method} answered ${response.status}.`);
    return (await response.json()) as T;
  };
}

function fetchTransport(call: Call): OutcomeTransport {
  return {
    name: 'fetch',
    capabilities: { replies: true },
    open: (options) => call('store/open', options),
    write: (records) => call('store/write', records),
    search: (query) => call('store/search', query),
    scan: (query) => call('store/scan', query),
    get: (ids, options) => call('store/get', ids, options),
    remove: (ids) => call('store/remove', ids),
    stats: (options) => call('store/stats', options),
    close: async () => {},
    classify: () => ({ code: 'STORE_FAILED', retryable: false }),
  };
}

function fetchEmbedder(call: Call): Embedder {
  return {
    open: () => call('embedder/open'),
    embed: async (texts) =>
      (await call<number[][]>('embedder/embed', texts)).map((vector) => Float32Array.from(vector)),
    close: async () => {},
  };
}

/** Two agents meet a problem, the second learns of the first: what it was shown, said, and what a retriever finds then. */
export async function meet(url: string, outcome: object, problem: string): Promise<readonly string[]> {
  const call = callerOf(url);
  const router = new OutcomeRouter({ transport: fetchTransport(call), embedder: fetchEmbedder(call) });
  const ann = createAgent({
    model: fakeModel()
      .respondWithTools([{ name: 'deposit', args: { ...outcome } }])
      .respond(new AIMessage('Left it.')),
    tools: createQisTools(router, { agentId: 'ann#1' }),
  });
  await ann.invoke({ messages: [new HumanMessage(problem)] });
  const model = fakeModel().respond(new AIMessage('Read it.'));
  const bob = createAgent({ model, tools: [], middleware: [qisMiddleware(router, { agentId: 'bob#1' })] });
  const { messages } = await bob.invoke({ messages: [new HumanMessage(problem)] });
  const documents = await new QisRetriever({ router }).invoke(problem);
  await router.close();
  return [
    model.calls[0]?.messages[0]?.text ?? '',
    messages.at(-1)?.text ?? '',
    ...documents.map(({ pageContent }) => pageContent),
  ];
}
