import type { OutcomePacket } from '@qis/core';
import { expect, test } from 'vitest';
import { type Call, type Changes, Ledger } from './ledger.ts';
import { record } from './records.ts';

const packet = (timestamp: number): OutcomePacket => record(1, { timestamp }).packet;
const deposit = (id: string, timestamp: number): Changes => new Map([[id, packet(timestamp)]]);
const removal = (id: string): Changes => new Map([[id, undefined]]);
const stored = (timestamps: Readonly<Record<string, number>>): Map<string, OutcomePacket> =>
  new Map(Object.entries(timestamps).map(([id, timestamp]) => [id, packet(timestamp)]));

function answered(ledger: Ledger, changes: Changes): void {
  ledger.acknowledge(ledger.begin(changes));
}

/** Which of these stores the ledger allows, each tried after the same calls. */
function allowed(
  calls: (ledger: Ledger) => void,
  stores: readonly Readonly<Record<string, number>>[],
): boolean[] {
  return stores.map((store) => {
    const ledger = new Ledger();
    calls(ledger);
    return ledger.check(stored(store)).length === 0;
  });
}

test('what was answered must be there, as it was', () => {
  expect(
    allowed((ledger) => answered(ledger, deposit('a', 1)), [{ a: 1 }, {}, { a: 2 }, { a: 1, b: 1 }]),
  ).toEqual([true, false, false, false]);
});

test('what was removed must be gone, unless it was deposited again', () => {
  const removed = (ledger: Ledger): void => {
    answered(ledger, deposit('a', 1));
    answered(ledger, removal('a'));
  };
  expect(allowed(removed, [{}, { a: 1 }])).toEqual([true, false]);
  const again = (ledger: Ledger): void => {
    removed(ledger);
    answered(ledger, deposit('a', 2));
  };
  expect(allowed(again, [{}, { a: 1 }, { a: 2 }])).toEqual([false, false, true]);
});

test('what was cut off may be done or not, until something is answered after it', () => {
  const cut = (ledger: Ledger): Call => {
    answered(ledger, deposit('a', 1));
    const call = ledger.begin(removal('a'));
    ledger.cutOff(call);
    return call;
  };
  expect(allowed(cut, [{}, { a: 1 }])).toEqual([true, true]);
  const after = (ledger: Ledger): void => {
    cut(ledger);
    answered(ledger, deposit('a', 3));
  };
  expect(allowed(after, [{}, { a: 1 }, { a: 3 }])).toEqual([false, false, true]);
});

test('of calls that overlap either may be the last; of two deposits the newer stays', () => {
  const overlapping = (one: Changes, two: Changes) => (ledger: Ledger) => {
    const calls = [ledger.begin(one), ledger.begin(two)];
    for (const call of calls) ledger.acknowledge(call);
  };
  expect(allowed(overlapping(deposit('a', 1), removal('a')), [{}, { a: 1 }])).toEqual([true, true]);
  expect(allowed(overlapping(deposit('a', 1), deposit('a', 2)), [{}, { a: 1 }, { a: 2 }])).toEqual([
    false,
    false,
    true,
  ]);
});

test('a call of many that was cut off is done whole or not at all', () => {
  const many = (ledger: Ledger): void => {
    answered(ledger, deposit('a', 1));
    ledger.cutOff(
      ledger.begin(
        new Map([
          ['a', packet(2)],
          ['b', packet(2)],
          ['c', packet(2)],
        ]),
      ),
    );
  };
  const stores = [{ a: 1 }, { a: 2, b: 2, c: 2 }, { a: 2 }, { a: 1, b: 2 }, { a: 2, b: 2 }, { b: 2, c: 2 }];
  expect(allowed(many, stores)).toEqual([true, true, false, false, false, false]);
});

test('is certain of nothing that is under way', () => {
  const ledger = new Ledger();
  answered(ledger, deposit('a', 1));
  expect(ledger.certain('a')).toEqual(packet(1));
  const call = ledger.begin(removal('a'));
  expect([ledger.certain('a'), ledger.ids]).toEqual([undefined, ['a']]);
  ledger.acknowledge(call);
  expect([ledger.certain('a'), ledger.ids]).toEqual([undefined, []]);
});

test('what was found counts from then on', () => {
  const ledger = new Ledger();
  ledger.cutOff(ledger.begin(deposit('a', 1)));
  expect(ledger.check(stored({ a: 1 }))).toEqual([]);
  expect(ledger.check(stored({}))).toEqual(['a is not there']);
  expect(ledger.count).toEqual({ acknowledged: 0, done: 1, undone: 0 });
});
