// Recall@10 of the SQLite transport is at least 0.95 at 100,000 packets of real text, once its index file is mapped.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryTransport } from '@qis/memory';
import { SqliteTransport } from '@qis/sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { DATA_FOLDER, findLines, NOW, readRealText } from '../crossover/real-text.ts';
import { recallAtTen, topTenScores } from '../crossover/recall.ts';

const lines = findLines(DATA_FOLDER);
/** Stored vectors are rounded: a score moves by as much. */
const ROUNDING = 2e-5;

test.skipIf(lines === undefined)(
  'recall@10 is at least 0.95 at 100,000 packets of real text (skipped where ../shared/data is not beside the checkout)',
  async () => {
    const text = await readRealText(lines as string, { records: 100_000, queries: 1_000 }, 2);
    const folder = mkdtempSync(join(tmpdir(), 'qis-recall-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const exact = new MemoryTransport({ hnswFrom: Number.POSITIVE_INFINITY });
    const transport = new SqliteTransport({ path: join(folder, 'outcomes.db') });
    for (const each of [exact, transport]) {
      await each.open({ fingerprint: text.fingerprint });
      for (let at = 0; at < text.records.length; at += 256)
        await each.write(text.records.slice(at, at + 256));
    }
    const [first = new Float32Array()] = text.queries;
    do await topTenScores(transport, first);
    while ((await transport.stats({ now: NOW })).details.index !== 'hnsw');
    let sum = 0;
    for (const vector of text.queries) {
      const found = await topTenScores(transport, vector);
      sum += recallAtTen(
        found.map((score) => score + ROUNDING),
        await topTenScores(exact, vector),
      );
    }
    await transport.close();
    expect(sum / text.queries.length).toBeGreaterThanOrEqual(0.95);
  },
);
