import { describe, expect, it } from 'vitest';
import type { OutcomeTransport } from '../transport.ts';
import type { Clause, TransportUnderTest } from './clause.ts';
import { expectSame } from './expectations.ts';
import { ClauseFailure, runClause } from './run-clause.ts';

const holding: Clause = { id: 'x.y', sentence: 'It holds.', run: async () => undefined };

describe('runClause', () => {
  it('makes one collection, closes what the clause opened, and then discards it', async () => {
    const { under, events } = transportThatTells();
    await runClause({ ...holding, run: async (subject) => void (await subject.open()) }, under);
    expect(events).toEqual(['create', 'connect', 'open', 'close', 'discard']);
  });

  it('does the same when the clause fails, and says which one it was', async () => {
    const { under, events } = transportThatTells();
    const failing: Clause = {
      ...holding,
      run: async (subject) => {
        await subject.open();
        expectSame('one to be', 1, 2);
      },
    };
    const failure: unknown = await runClause(failing, under).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ClauseFailure);
    expect(failure).toMatchObject({ id: 'x.y', expected: 'one to be 2', seen: '1' });
    expect((failure as Error).message).toBe('x.y: expected one to be 2; saw 1. The clause: It holds.');
    expect(events).toEqual(['create', 'connect', 'open', 'close', 'discard']);
  });

  it('passes on what is no violation as it is', async () => {
    const { under } = transportThatTells();
    const bug = new TypeError('a bug of the suite');
    const throwing: Clause = { ...holding, run: () => Promise.reject(bug) };
    await expect(runClause(throwing, under)).rejects.toBe(bug);
  });

  it('fails where the collection cannot be discarded, unless the clause failed before', async () => {
    const { under } = transportThatTells();
    const stuck = new Error('stuck');
    const discard = (): never => {
      throw stuck;
    };
    const createCollection: TransportUnderTest['createCollection'] = async () => ({
      ...(await under.createCollection()),
      discard,
    });
    await expect(runClause(holding, { ...under, createCollection })).rejects.toBe(stuck);
    const failing: Clause = { ...holding, run: async () => expectSame('one to be', 1, 2) };
    await expect(runClause(failing, { ...under, createCollection })).rejects.toBeInstanceOf(ClauseFailure);
  });

  it('refuses a clause that does not apply, before it makes anything', async () => {
    const { under, events } = transportThatTells();
    await expect(runClause({ ...holding, needs: 'durable' }, under)).rejects.toThrow(RangeError);
    await expect(runClause({ ...holding, lacks: 'replies' }, under)).rejects.toThrow('declares `replies`');
    expect(events).toEqual([]);
  });
});

function transportThatTells(): { under: TransportUnderTest; events: string[] } {
  const events: string[] = [];
  const transport = {
    name: 'telling',
    capabilities: { replies: true },
    open: async (options: object) => {
      events.push('open');
      return options;
    },
    close: async () => void events.push('close'),
  } as unknown as OutcomeTransport;
  const under: TransportUnderTest = {
    capabilities: { replies: true },
    createCollection: () => {
      events.push('create');
      return {
        connect: () => {
          events.push('connect');
          return transport;
        },
        discard: () => void events.push('discard'),
      };
    },
  };
  return { under, events };
}
