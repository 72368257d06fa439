import { readFileSync } from 'node:fs';
import { createPacket, expiresAt, type OutcomeRecord, voterOf } from '@qis/core';
import { ClauseFailure, clauses, renderContract, runClause, selectClauses } from '@qis/core/conformance';
import { describe, expect, it } from 'vitest';
import { brokenTransports } from './broken/broken.ts';
import { durable, embedding, memory, withoutReplies } from './broken/honest.ts';
import { broken } from './broken/overriding.ts';
import { reembedding } from './broken/reembedding.ts';

describe.each(Object.entries({ memory, durable, embedding, reembedding, withoutReplies }))(
  'the contract, kept by %s',
  (_, honest) => {
    const { run, skipped } = selectClauses(honest.capabilities);
    for (const clause of run) it(`${clause.id}: ${clause.sentence}`, () => runClause(clause, honest));
    for (const { clause, reason } of skipped) it.skip(`${clause.id}: ${reason}`);
  },
);

describe('the suite catches', () => {
  it.each(clauses)('a transport that breaks $id', async (clause) => {
    const transport = brokenTransports[clause.id];
    if (!transport) throw new Error(`No broken transport for ${clause.id}: write one in src/broken.`);
    const failure: unknown = await runClause(clause, transport).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ClauseFailure);
    expect(failure).toHaveProperty('id', clause.id);
  });

  it('nothing that no clause asks for', () => {
    const ids = clauses.map((clause) => clause.id);
    expect(Object.keys(brokenTransports).filter((id) => !ids.includes(id))).toEqual([]);
  });
});

it('writes only packets that a strict reader takes, under ids that are UUIDs', async () => {
  const written: OutcomeRecord[] = [];
  const listening = broken(embedding, () => (store) => ({
    write: (records) => {
      written.push(...records);
      return store.write(records);
    },
  }));
  for (const clause of selectClauses(embedding.capabilities).run) await runClause(clause, listening);
  expect(written.length).toBeGreaterThan(1_000);
  for (const { id, packet, voter, expires_at } of written) {
    expect(createPacket(packet)).toEqual(packet);
    expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect({ voter, expires_at }).toEqual({ voter: voterOf(packet.agent_id), expires_at: expiresAt(packet) });
  }
});

it('is written down in docs/transport-contract.md (if not: node scripts/render-contract.ts)', () => {
  const file = new URL('../../../docs/transport-contract.md', import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(renderContract(clauses));
});
