import { expect, it } from 'vitest';
import { Acknowledged } from './acknowledged.ts';
import { idOf, NOW, record } from './records.ts';

const [older, newer] = [record(1, { timestamp: NOW - 9 }), record(1, { timestamp: NOW - 8, confidence: 1 })];

function told(): Acknowledged {
  const ledger = new Acknowledged();
  for (const each of [older, newer]) ledger.send(each);
  ledger.acknowledge(newer);
  ledger.send(record(2));
  return ledger;
}

it.each([
  ['what was acknowledged', [newer], []],
  ['what was refused, too', [newer, record(2)], []],
  ['nothing', [], [`${idOf(1)} is not there`]],
  ['an older version', [older], [`${idOf(1)} is older than what was acknowledged`]],
  ['half of each version', [record(1, { timestamp: NOW - 8 })], [`${idOf(1)} is as nobody sent it`]],
  ['what nobody sent', [newer, record(3)], [`${idOf(3)} came from nowhere`]],
])('finds what is wrong where there is %s', (_, stored, faults) => {
  expect(told().faults(stored)).toEqual(faults);
});
