import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type ServersRecord, scalingRows } from './scaling-rows.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

test('docs/scaling.md gives the recorded figures of the servers, row by row', () => {
  const document = read('../../../docs/scaling.md');
  const record = JSON.parse(read('../../results/servers.json')) as ServersRecord;
  expect(scalingRows(record).filter((row) => !document.includes(`\n${row}\n`))).toEqual([]);
});
