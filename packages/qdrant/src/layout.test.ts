import { expiresAt, type Filter, matchesFilter, type OutcomeRecord, voterOf } from '@qis/core';
import { describe, expect, it } from 'vitest';
import golden from '../golden/payloads.json' with { type: 'json' };
import { NOW, record } from '../test/records.ts';
import { fullLayout, plainLayout } from './layout.ts';
import { recordOf } from './point-record.ts';
import type { Condition, PointFilter } from './qdrant-api.ts';

const { id, in_reply_to } = golden.record;
const packet = { ...golden.record.packet, outcome_type: 'partial' as const };
const expires_at = expiresAt(packet);
const plain: OutcomeRecord = { id, packet, voter: voterOf(packet.agent_id), expires_at };
const reply: OutcomeRecord = { ...plain, packet: { ...packet, in_reply_to } };

describe('a payload', () => {
  it('has exactly the eight fields of the article where it is plain, in their order', () => {
    const payload = plainLayout.payloadOf(plain);
    expect(payload).toEqual(golden.plain);
    expect(Object.keys(payload)).toEqual(Object.keys(golden.plain));
  });

  it('has voter, expiry and replies too where the server is to filter by them', () => {
    expect(fullLayout.payloadOf(reply)).toEqual(golden.full);
  });

  it('keeps as a text what may lose its last bit as a number', () => {
    const long = { ...plain, packet: { ...packet, timestamp: 1_795_000_000.9966555, confidence: 0.1 + 0.2 } };
    const payload = fullLayout.payloadOf(long);
    expect(payload.exact).toEqual({ timestamp: '1795000000.9966555', confidence: '0.30000000000000004' });
    const lossy = { ...payload, timestamp: 1_795_000_000.9966557, confidence: 0.3 + 1e-16 };
    expect(recordOf({ id, payload: lossy })?.packet).toEqual(long.packet);
    const changed = {
      ...payload,
      timestamp: 1_795_000_001,
      exact: { ...Object(payload.exact), confidence: 7 },
    };
    expect(recordOf({ id, payload: changed })?.packet).toEqual({ ...long.packet, timestamp: 1_795_000_001 });
  });

  it('is read back whatever else is in it, and whoever computed voter and expiry', () => {
    const payload = { ...golden.full, voter: 'somebody else', expires_at: 0, more: [1] };
    expect(recordOf({ id, payload })).toEqual(reply);
    expect(recordOf({ id, payload: golden.plain })).toEqual(plain);
  });

  it.each([
    ['a number for an id', { id: undefined, payload: golden.plain }],
    ['no problem', { id, payload: { ...golden.plain, problem_description: '' } }],
    ['a confidence of 2', { id, payload: { ...golden.plain, confidence: 2 } }],
    ['a control character', { id, payload: { ...golden.plain, delta_summary: 'a\u0007b' } }],
    ['more than 512 bytes', { id, payload: { ...golden.plain, agent_id: 'a'.repeat(500) } }],
    ['nothing', { id, payload: {} }],
  ])('cannot be read with %s', (_, point) => {
    expect(recordOf(point)).toBeUndefined();
  });
});

describe('without a field for the expiry', () => {
  const lives = [1, 60, 3_599, 3_600, 3_601, 7_200, 86_400, 2_592_000, 31_535_999, 31_536_000];
  const records = lives.flatMap((ttl, n) =>
    [0, 0.5, 1, 1.001, 1.9, 2.1, 5].map((age, i) => record(10 * n + i, { ttl, timestamp: NOW - age * ttl })),
  );

  it('the server lets through all that live, and of the dead only some that died lately', () => {
    const filter: Filter = { now: NOW };
    const { must = [] } = plainLayout.conditionsOf(filter);
    for (const each of records) {
      const passes = must.every((condition) => holds(condition, each));
      if (matchesFilter(filter, each)) expect(passes, JSON.stringify(each.packet)).toBe(true);
      else if (passes) {
        const { ttl, timestamp } = each.packet;
        expect(NOW - timestamp).toBeLessThanOrEqual(2 * Math.max(ttl, 3_600));
      }
    }
  });

  it('the rest is found out here', () => {
    const filter: Filter = { now: NOW, notVoters: ['agent-1'] };
    const passes = plainLayout.remainderOf(filter);
    expect(records.filter((each) => passes?.(each))).toEqual(
      records.filter((each) => matchesFilter(filter, each)),
    );
    expect(plainLayout.remainderOf({ now: NOW, includeExpired: true })).toBeUndefined();
  });
});

/** What Qdrant makes of ranges, alone and nested. */
function holds(condition: Condition | PointFilter, { packet }: OutcomeRecord): boolean {
  if ('range' in condition) {
    const value = condition.key === 'ttl' ? packet.ttl : packet.timestamp;
    const { gt = -1, gte = -1, lte = Number.MAX_VALUE } = condition.range;
    return value > gt && value >= gte && value <= lte;
  }
  if (!('must' in condition || 'should' in condition)) throw new Error('a condition that was not expected');
  const { must = [], should } = condition;
  const whole = record(0, packet);
  return must.every((each) => holds(each, whole)) && (!should || should.some((each) => holds(each, whole)));
}
