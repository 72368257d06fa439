import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import record from '../models/static.json' with { type: 'json' };

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the README gives the recorded figures', () => {
  const { clinc_test: clinc, stackoverflow_second_half: titles, floor } = record.figures;
  const cells = [
    `${short(clinc.acc_at_1)} / ${short(clinc.p_at_10)}`,
    `${short(titles.acc_at_1)} / ${short(titles.p_at_10)}`,
    short(clinc.out_of_scope_auroc),
    `${(record.bytes / 1e6).toFixed(1)} MB`,
  ];
  expect(readme).toContain(`| this file | ${cells.join(' | ')} |`);
  expect(readme).toContain(`one score, ${floor.min_score}`);
});

function short(share: number): string {
  return share.toFixed(3).replace(/^0/, '');
}
