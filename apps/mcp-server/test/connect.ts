import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import type { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { onTestFinished } from 'vitest';

/** What a tool gave, as a client sees it. */
export interface Called {
  readonly isError: boolean;
  readonly text: string;
  readonly content: Readonly<Record<string, unknown>> | undefined;
}

/** The two behaviours of the protocol: with `initialize`, and from 2026-07-28 on without. */
export const ERAS = ['2025', '2026'] as const;
export type Era = (typeof ERAS)[number];

/** A real client of an era, in this process, connected to a server of its own. Closed when the test is over. */
export async function connect(
  create: () => McpServer,
  era: Era = '2025',
  name = 'Test Client',
): Promise<Client> {
  const client = era === '2025' ? await connect2025(create, name) : await connect2026(create, name);
  onTestFinished(() => client.close());
  return client;
}

export async function call(client: Client, name: string, args: object = {}): Promise<Called> {
  const result = await client.callTool({ name, arguments: { ...args } });
  const [block] = result.content;
  return {
    isError: result.isError === true,
    text: block?.type === 'text' ? block.text : '',
    content: result.structuredContent as Called['content'],
  };
}

/** The data of a text: what stands between its marks, where it has any, and nothing else. */
export function dataIn(text: string): unknown {
  const marked = /^[^<]*\n<quoted_outcomes>\n([^<\n\u2028\u2029]*)\n<\/quoted_outcomes>$/.exec(text);
  return JSON.parse(marked?.[1] ?? text);
}

/** Structured content without our notes: in a text they stand before the marks. */
export function withoutNotes(content: unknown): unknown {
  return JSON.parse(JSON.stringify(content, (key, value) => (key === 'note' ? undefined : value)));
}

async function connect2025(create: () => McpServer, name: string): Promise<Client> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  await create().connect(far);
  const client = new Client({ name, version: '1' });
  await client.connect(near);
  return client;
}

// Paired directly, instances speak the 2025 era only: the newer one needs the entry that serves stdio.
async function connect2026(create: () => McpServer, name: string): Promise<Client> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const served = serveStdio(create, { transport: far, legacy: 'reject' });
  onTestFinished(() => served.close());
  const client = new Client({ name, version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
  await client.connect(near);
  return client;
}
