import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutcomeRouter, type OutcomeTransport } from '@qis/core';
import { MemoryTransport } from '@qis/memory';
import { SqliteTransport } from '@qis/sqlite';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { NOW, outcome } from '../../test/gateway-fixture.ts';
import { TrigramEmbedder } from '../../test/trigram-embedder.ts';
import { createGateway } from './create-gateway.ts';

const filter = { now: NOW };
const { problem_description } = outcome;

/** A good body of every route that takes one, to be bent. */
const bodies: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  packets: { ...outcome, domain_tags: ['a'], agent_id: 'ann#1', ttl: 60, in_reply_to: [] },
  query: {
    problem_description,
    top_k: 3,
    domain_filter: ['a'],
    min_confidence: 0.1,
    floor: { rule: 'none' },
  },
  synthesize: { problem_description, outcome, max_claims: 3, max_tokens: 400, explain: true },
  'records/open': {},
  'records/write': { records: [{ packet: outcome }] },
  'records/search': { text: problem_description, limit: 3, filter, with_vectors: true },
  'records/scan': { limit: 1, filter, cursor: '1', with_vectors: true },
  'records/get': { ids: ['0b3c7bd4-0a5e-4c8e-9f39-3f8f6a3ff001'], now: NOW },
  'records/remove': { ids: ['0b3c7bd4-0a5e-4c8e-9f39-3f8f6a3ff001'] },
  'records/stats': { now: NOW },
  'records/embed': { texts: ['a'] },
};

const odd = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(-1, 0, 1e308, -1e308, 2 ** 53, '', ' ', '\u202e', '\ud800', '__proto__', [], {}, null),
);

const bent = fc.constantFrom(...Object.entries(bodies)).chain(([path, body]) =>
  fc.record({
    path: fc.constant(path),
    body: fc.oneof(
      odd,
      fc
        .constantFrom(...Object.keys(body), 'vector', 'filter', 'unknown')
        .chain((name) => odd.map((value) => ({ ...body, [name]: value }))),
      fc
        .constantFrom('domain_tags', 'voters', 'in_reply_to', 'since', 'now', 'agent_id')
        .chain((name) => odd.map((value) => ({ ...body, filter: { ...filter, [name]: value } }))),
    ),
  }),
);

const stores: Readonly<Record<string, () => OutcomeTransport>> = {
  memory: () => new MemoryTransport(),
  sqlite: () => {
    const folder = mkdtempSync(join(tmpdir(), 'qis-rest-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    return new SqliteTransport({ path: join(folder, 'outcomes.db') });
  },
};

it.each(Object.keys(stores))(
  'answers whatever body over %s, and never with a failure of its own',
  async (name) => {
    const transport = stores[name]?.();
    if (!transport) throw new Error(`There is no store ${name}.`);
    const router = new OutcomeRouter({ transport, embedder: new TrigramEmbedder(), now: () => NOW });
    const gateway = createGateway(router);
    await router.deposit([outcome, { ...outcome, agent_id: 'bob#1' }]);
    await fc.assert(
      fc.asyncProperty(bent, async ({ path, body }) => {
        const headers = { 'content-type': 'application/json' };
        const init = { method: 'POST', headers, body: JSON.stringify(body) };
        const response = await gateway(new Request(`http://localhost/v1/${path}`, init));
        expect({ status: response.status, answer: await response.text() }).toMatchObject({
          status: expect.toSatisfy((status) => status === 200 || (status >= 400 && status < 500)),
        });
      }),
      { numRuns: 1_500 },
    );
    await router.close();
  },
);
