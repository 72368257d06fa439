import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../errors.ts';
import {
  expectDone,
  expectIds,
  expectRecord,
  expectRefused,
  expectSame,
  expectScore,
  expectVector,
  Violation,
} from './expectations.ts';
import { draft, drafts } from './records.ts';
import { vectorOf } from './vectors.ts';

describe('expectSame', () => {
  it.each([
    [0.1 + 0.2, 0.3],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: undefined }, {}],
    [{}, { a: undefined }],
    [[], {}],
    ['1', 1],
    [null, {}],
    [{ a: 1, b: 2 }, { a: 1 }],
    [[undefined], []],
  ])('tells %j from %j', (seen, expected) => {
    expect(() => expectSame('it to be', seen, expected)).toThrow(Violation);
    expect(() => expectSame('it to be', expected, seen)).toThrow(Violation);
  });

  it('lets equal values pass, whatever the order of members', () => {
    expectSame('it to be', { a: [1, { b: 'x' }], c: null }, { c: null, a: [1, { b: 'x' }] });
  });

  it('names the place of the difference', () => {
    expect(() => expectSame('it to be', { a: [1, { b: 2 }] }, { a: [1, { b: 3 }] })).toThrow(
      'expected it to be, at a.1.b, 3; saw 2',
    );
  });
});

describe('expectIds', () => {
  it.each([
    ['missing', drafts(2), drafts(3)],
    ['surplus', drafts(3), drafts(2)],
    ['repeated', [...drafts(2), draft(1)], drafts(2)],
    ['another', [draft(1)], [draft(2)]],
  ])('refuses ids that are %s', (_, seen, expected) => {
    expect(() => expectIds('search to find', seen, expected)).toThrow(Violation);
  });

  it('does not mind the order', () => {
    expectIds('search to find', drafts(3).reverse(), drafts(3));
  });
});

describe('expectRecord', () => {
  it('compares every field but vector and score', () => {
    expectRecord('get to return', { ...draft(1), vector: vectorOf('a'), score: 1 } as never, draft(1));
    expect(() => expectRecord('get to return', { ...draft(1), voter: 'x' }, draft(1))).toThrow(
      'at voter, "voter"; saw "x"',
    );
    expect(() => expectRecord('get to return', { ...draft(1), more: 1 } as never, draft(1))).toThrow(
      Violation,
    );
    expect(() => expectRecord('get to return', undefined, draft(1))).toThrow('saw nothing');
  });
});

describe('expectVector', () => {
  it('lets another length of the same direction pass', () => {
    expectVector(
      'it to be',
      vectorOf('a').map((value) => value * 3),
      vectorOf('a'),
    );
  });

  it('refuses half precision', () => {
    const half = vectorOf('a').map((value) => Math.round(value * 2 ** 12) / 2 ** 12);
    expect(() => expectVector('it to be', half, vectorOf('a'))).toThrow(Violation);
  });

  it.each([
    ['a plain list', [...vectorOf('a')] as never],
    ['nothing', undefined],
    ['a shorter one', vectorOf('a').subarray(1)],
    ['one that is not a number', vectorOf('a').fill(Number.NaN)],
  ])('refuses %s', (_, seen) => {
    expect(() => expectVector('it to be', seen, vectorOf('a'))).toThrow(Violation);
  });
});

describe('expectScore', () => {
  it.each([undefined, Number.NaN, 0.5002, 0.4998])('refuses %s for 0.5', (seen) => {
    expect(() => expectScore('it to be', seen, 0.5)).toThrow(Violation);
  });

  it('lets rounding pass', () => expectScore('it to be', 0.500001, 0.5));
});

describe('expectDone', () => {
  it('gives what the call gave', async () => {
    expect(await expectDone('get', Promise.resolve(7))).toBe(7);
  });

  it('says why the call failed, down to the driver', async () => {
    const error = new OutcomeError('STORE_FAILED', 'It failed.', { cause: new TypeError('no socket') });
    await expect(expectDone('get', Promise.reject(error))).rejects.toThrow(
      'expected get to succeed; saw STORE_FAILED: It failed., because of TypeError: no socket',
    );
  });
});

describe('expectRefused', () => {
  it('wants the very code', async () => {
    await expectRefused('write', Promise.reject(new OutcomeError('CLOSED', 'Closed.')), 'CLOSED');
    const other = expectRefused('write', Promise.reject(new OutcomeError('ABORTED', 'Gave up.')), 'CLOSED');
    await expect(other).rejects.toThrow('saw ABORTED: Gave up.');
    const foreign = expectRefused('write', Promise.reject(new Error('CLOSED')), 'CLOSED');
    await expect(foreign).rejects.toThrow(Violation);
    await expect(expectRefused('write', Promise.resolve(1), 'CLOSED')).rejects.toThrow('saw success: 1');
  });
});
