import { fileURLToPath } from 'node:url';
import { startServer } from './child-server.ts';
import { type Comparison, compare, type Plan } from './compare.ts';
import { KeepAlive } from './keep-alive.ts';
import type { Served } from './served-store.ts';

/** The protocol with `initialize`, which answers with an event stream, and without, which answers with JSON. */
type Era = '2025-11-25' | '2026-07-28';

/**
 * The tool `query` over `/mcp`, beside a tool of the bare SDK that says what it is told, and the same query in process; over
 * one connection each, in both eras of the protocol.
 */
export async function measureMcpHttp(
  { port, router, questions }: Served,
  plan: Omit<Plan, 'questions'>,
): Promise<Readonly<Record<Era, Comparison>>> {
  const server = await startServer(
    [fileURLToPath(new URL('./echo-mcp-server.mjs', import.meta.url))],
    /port (\d+)/,
  );
  const ours = new KeepAlive(port);
  const echo = new KeepAlive(server.port);
  const measure = (era: Era): Promise<Comparison> => {
    const query = toolCall(era, 'query', (problem_description) => ({ problem_description }));
    const say = toolCall(era, 'echo', (text) => ({ text }));
    const ways = {
      ours: (question: number) => query(ours, questions[question] ?? ''),
      echo: (question: number) => say(echo, questions[question] ?? ''),
      in_process: (question: number) => router.query(questions[question] ?? ''),
    };
    return compare(ways, { ...plan, questions: questions.length });
  };
  try {
    return { '2025-11-25': await measure('2025-11-25'), '2026-07-28': await measure('2026-07-28') };
  } finally {
    ours.close();
    echo.close();
    await server.stop();
  }
}

/** Calls a tool as a client of an era does. Throws where the answer is no result. */
function toolCall(
  era: Era,
  name: string,
  argumentsOf: (text: string) => object,
): (server: KeepAlive, text: string) => Promise<void> {
  const stateless = era === '2026-07-28';
  const headers = {
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': era,
    ...(stateless && { 'mcp-method': 'tools/call', 'mcp-name': name }),
  };
  const meta = {
    _meta: {
      'io.modelcontextprotocol/protocolVersion': era,
      'io.modelcontextprotocol/clientInfo': { name: 'benchmark', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  };
  return async (server, text) => {
    const params = { name, arguments: argumentsOf(text), ...(stateless && meta) };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
    const answer = await server.post('/mcp', body, headers);
    if (!answer.includes('"content":[') || answer.includes('"isError":true'))
      throw new Error(`${name} answered: ${answer}`);
  };
}
