// Recall@10 of the memory transport is at least 0.95 at 100,000 packets of real text, with the default settings.
import { MemoryTransport } from '@qis/memory';
import { expect, test } from 'vitest';
import { DATA_FOLDER, findLines, readRealText } from './real-text.ts';
import { recallAtTen, topTenScores, untilGraphStands } from './recall.ts';

const lines = findLines(DATA_FOLDER);

test.skipIf(lines === undefined)(
  'recall@10 is at least 0.95 at 100,000 packets of real text (skipped where ../shared/data is not beside the checkout)',
  async () => {
    const { records, queries } = await readRealText(lines as string, { records: 100_000, queries: 1_000 }, 2);
    const exact = new MemoryTransport({ hnswFrom: Number.POSITIVE_INFINITY });
    const transport = new MemoryTransport();
    for (const each of [exact, transport]) {
      await each.open({});
      await each.write(records);
    }
    await untilGraphStands(transport);
    expect((await transport.stats({ now: 0 })).details.index).toBe('hnsw');
    let sum = 0;
    for (const vector of queries) {
      sum += recallAtTen(await topTenScores(transport, vector), await topTenScores(exact, vector));
    }
    expect(sum / queries.length).toBeGreaterThanOrEqual(0.95);
  },
);
