import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutcomeRecord } from '@qis/core';
import { expect, onTestFinished, test } from 'vitest';
import { JsonlFileTarget } from './jsonl-file-target.ts';

const NOW = 1_000_000;

function record(n: number): OutcomeRecord {
  return {
    id: `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`,
    packet: {
      problem_description: `p${n}`,
      outcome_type: 'resolved',
      confidence: 1,
      delta_summary: 'd',
      domain_tags: [],
      timestamp: NOW,
      agent_id: 'a',
      ttl: 100,
    },
    voter: 'a',
    expires_at: NOW + 100,
    vector: new Float32Array([1, 0]),
  };
}

test('a file that does not hold what was written does not get its name', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'qis-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'packets.jsonl');
  const target = new JsonlFileTarget(path, { now: () => NOW, random: Math.random });
  await target.open({
    model: 'm',
    revision: '1',
    dtype: 'f',
    pooling: 'm',
    normalisation: 'l2',
    dimensions: 2,
  });
  await target.write(Array.from({ length: 100 }, (_, n) => record(n)));
  const draft = join(folder, readdirSync(folder)[0] as string);
  truncateSync(draft, Math.floor(statSync(draft).size / 2)); // what a disk that lost the rest would leave
  const { differences } = await target.finish(() => {});
  await target.close();
  expect(differences).not.toEqual([]);
  expect(existsSync(path)).toBe(false);
});
