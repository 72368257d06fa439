import { outcome } from './fixture.ts';

type Headed = Readonly<Record<string, string>>;

/** A message of JSON-RPC that deposits an outcome. */
interface Deposit {
  readonly jsonrpc: '2.0';
  readonly id: number;
  readonly method: 'tools/call';
  readonly params: { readonly name: string; readonly arguments: object; readonly _meta?: object };
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export const accept = 'application/json, text/event-stream';

/** As a client of 2025 sends it. */
export const json: Headed = { 'content-type': 'application/json', accept };
export const deposit: Deposit = {
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'deposit', arguments: outcome },
};

/** As a client of 2026-07-28 does. */
export const modernHeaders: Headed = {
  ...json,
  'mcp-protocol-version': '2026-07-28',
  'mcp-method': 'tools/call',
  'mcp-name': 'deposit',
};
export const modern: Deposit = {
  ...deposit,
  params: {
    ...deposit.params,
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'bare', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  },
};

export async function post(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = json,
): Promise<Answer> {
  const sent = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  const response = await fetch(url, { method: 'POST', headers, body: sent });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
