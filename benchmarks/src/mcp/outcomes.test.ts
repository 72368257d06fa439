import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAX_PACKET_BYTES } from '@qis/core';
import { createRouter } from '@qis/mcp-server';
import { expect, onTestFinished, test } from 'vitest';
import { readTextSource, type TextSource } from '../bench/text-source.ts';
import { fillStore, foundIn, outcomesOf } from './outcomes.ts';

test('outcomes are the same for the same seed, and their problems differ', () => {
  const outcomes = outcomesOf(readTextSource(), 500, 7);
  expect(outcomesOf(readTextSource(), 500, 7)).toEqual(outcomes);
  expect(new Set(outcomes.map(({ problem_description }) => problem_description)).size).toBe(500);
});

test('an outcome fits a packet, whatever its text', () => {
  const text = '部署失败因为证书链不完整'.repeat(20);
  const source: TextSource = { name: 'long', wordings: [{ text }], texts: () => [text] };
  const [outcome] = outcomesOf(source, 1, 1);
  expect(Buffer.byteLength(JSON.stringify(outcome))).toBeLessThan(MAX_PACKET_BYTES);
});

test('of deposits those that are there are found, and no other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'qis-outcomes-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const transport = `sqlite:${join(folder, 'store.db')}`;
  const [late, ...stored] = outcomesOf(readTextSource(), 50, 1);
  if (!late) throw new Error('There is no outcome.');
  await fillStore(transport, 'kept', stored);
  const router = await createRouter({ transport, collection: 'kept' });
  const { id } = await router.deposit({ ...late, agent_id: 'late' });
  await router.close();
  const problem = late.problem_description;
  const lost = { id: '00000000-0000-8000-8000-000000000000', problem };
  expect(await foundIn(transport, 'kept', [{ id, problem }, lost])).toBe(1);
});
