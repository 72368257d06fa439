import { readFileSync } from 'node:fs';
import { OutcomeError, type OutcomePacketInput, OutcomeRouter } from '@qis/core';
import { instructions } from '@qis/core/tools';
import { StaticEmbedder } from '@qis/embeddings/static';
import { MemoryTransport } from '@qis/memory';
import { createGateway } from '@qis/rest/gateway';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createSecretGate, createServer } from '../src/index.ts';
import { call, connect, dataIn, withoutNotes } from './connect.ts';

/** A packet that would give orders. */
interface Injection {
  readonly kind: string;
  readonly field: 'problem_description' | 'delta_summary' | 'domain_tags' | 'agent_id';
  readonly text: string;
}

const INJECTIONS: readonly Injection[] = readFileSync(new URL('injections.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Injection);

const PROBLEM = 'npm ci fails in CI: the lockfile is out of sync with package.json';
/** The kinds that some text is refused for; the others must be carried whole. */
const REFUSED_KINDS = new Set(['terminal escape', 'bidirectional or invisible', 'line separator', 'shape']);

const embedder = new StaticEmbedder();
afterAll(() => embedder.close?.());

function packetWith({ field, text }: Injection): OutcomePacketInput {
  const packet = {
    problem_description: PROBLEM,
    outcome_type: 'resolved',
    confidence: 0.9,
    delta_summary: 'wrote the lockfile again',
    domain_tags: ['npm'],
    agent_id: 'eve#1',
  } as const;
  return { ...packet, [field]: field === 'domain_tags' ? [text] : text };
}

/** Every text in a value, names included. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => [name, ...textsIn(part)]);
}

/** Nothing but whole texts of the packet holds the attack. @returns how many do. */
function expectInert(value: unknown, attack: string): number {
  const holding = textsIn(value).filter((text) => text.includes(attack));
  expect(holding.filter((text) => text !== attack)).toEqual([]);
  return holding.length;
}

async function carried(injection: Injection): Promise<boolean> {
  const router = new OutcomeRouter({ transport: new MemoryTransport(), embedder, gate: createSecretGate() });
  const told = vi.fn();
  const reader = await connect(() => createServer(router, { agentId: 'bob#1', onError: told }));
  const listed = JSON.stringify(await reader.listTools());
  const packet = packetWith(injection);
  const attack = injection.text.replaceAll(/[\r\n\t]+/g, ' '); // as packets hold it

  if (injection.field === 'agent_id') {
    const error: unknown = await router.deposit(packet).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error !== undefined) {
      expect(error).toMatchObject({ actor: 'model', message: expect.not.stringContaining(attack) });
      expect(OutcomeError.isInstance(error)).toBe(true);
      return false;
    }
  } else {
    const { agent_id: _, ...args } = packet;
    const author = await connect(() => createServer(router, { agentId: 'eve#1', onError: told }));
    const { isError, text } = await call(author, 'deposit', args);
    expect(text).not.toContain(attack);
    if (isError) {
      expect(text).toMatch(/^(?:INVALID_PACKET|PACKET_TOO_LARGE): .* Nothing was stored\./);
      expect((await router.stats()).packets).toBe(0);
      for (const [error] of told.mock.calls) expect(String(error)).not.toContain(attack);
      return false;
    }
  }

  const { problem_description } =
    injection.field === 'problem_description' ? { problem_description: attack } : packet;
  const [first] = (await router.query(problem_description, { floor: { rule: 'none' } })).hits;
  expect(first?.packet[injection.field]).toEqual(injection.field === 'domain_tags' ? [attack] : attack);

  for (const [tool, more] of [
    ['query', {}],
    ['synthesize', { explain: true }],
  ] as const) {
    const { isError, text, content } = await call(reader, tool, { problem_description, ...more });
    expect(isError).toBe(false);
    const times = expectInert(content, attack);
    if (tool === 'query' && injection.field !== 'agent_id') expect(times).toBe(1);
    // Ours stands outside, theirs inside, as the same data; `dataIn` takes one shape alone.
    expect(dataIn(text)).toEqual(withoutNotes(content));
    const [before = ''] = text.split('<quoted_outcomes>\n');
    if (text !== before) expect(content?.note).toBe(before.trimEnd());
  }

  expect(JSON.stringify(await reader.listTools())).toBe(listed);
  expect(reader.getInstructions()).toBe(instructions);
  expect(told).not.toHaveBeenCalled();
  await overHttp(router, problem_description, attack);
  return true;
}

async function overHttp(router: OutcomeRouter, problem_description: string, attack: string): Promise<void> {
  const failed = vi.fn();
  const gateway = createGateway(router, { onFailure: failed });
  for (const path of ['query', 'synthesize']) {
    const response = await gateway(
      new Request(`http://127.0.0.1/v1/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ problem_description }),
      }),
    );
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expectInert(await response.json(), attack);
    expect(JSON.stringify([...response.headers])).not.toContain(attack);
  }
  expect(failed).not.toHaveBeenCalled();
}

describe('a packet that would give orders', () => {
  const kinds = [...new Set(INJECTIONS.map(({ kind }) => kind))];

  it('is tried in 60 ways and more, of 10 kinds and more', () => {
    expect(INJECTIONS.length).toBeGreaterThanOrEqual(60);
    expect(kinds.length).toBeGreaterThanOrEqual(10);
    expect(new Set(INJECTIONS.map(({ text }) => text)).size).toBeGreaterThan(60);
  });

  it.each(kinds)(
    'is refused with nothing stored, or comes out as data and nothing else: %s',
    async (kind) => {
      for (const injection of INJECTIONS.filter((each) => each.kind === kind)) {
        const passed = await carried(injection);
        if (!REFUSED_KINDS.has(kind)) expect(passed, injection.text).toBe(true);
      }
    },
  );
});
