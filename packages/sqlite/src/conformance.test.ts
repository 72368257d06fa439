import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runClause, selectClauses, type TransportUnderTest } from '@qis/core/conformance';
import { describe, it } from 'vitest';
import { SqliteTransport } from './sqlite-transport.ts';

const sqlite: TransportUnderTest = {
  capabilities: { durable: true, replies: true, reembeds: true },
  createCollection: () => {
    const folder = mkdtempSync(join(tmpdir(), 'qis-sqlite-'));
    return {
      connect: () => new SqliteTransport({ path: join(folder, 'outcomes.db') }),
      discard: () => rmSync(folder, { recursive: true }),
    };
  },
};

describe('the contract, kept by sqlite', () => {
  const { run, skipped } = selectClauses(sqlite.capabilities);
  for (const clause of run) it(`${clause.id}: ${clause.sentence}`, () => runClause(clause, sqlite));
  for (const { clause, reason } of skipped) it.skip(`${clause.id}: ${reason}`);
});
