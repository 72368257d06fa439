import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import { anyInput } from '../test/arbitraries.ts';
import { encodePacket } from './codec.ts';
import { createPacket } from './create-packet.ts';
import { OutcomeError } from './errors.ts';
import { MAX_PACKET_BYTES, type OutcomePacket, type OutcomePacketInput, packetSchema } from './packet.ts';

const least: OutcomePacketInput = {
  problem_description: 'The build fails on a clean machine',
  outcome_type: 'resolved',
  confidence: 0.8,
  delta_summary: 'Committed the lockfile.',
};
const reply = '6f1d2c3b-4a59-4e68-8f77-0123456789ab';

describe('createPacket', () => {
  it('completes what only the author knows', () => {
    expect(createPacket(least, 1_763_900_000.5)).toEqual({
      ...least,
      domain_tags: [],
      timestamp: 1_763_900_000.5,
      agent_id: '',
      ttl: 3_600,
    });
  });

  it('takes the system clock by default', () => {
    const before = Date.now() / 1000;
    const { timestamp } = createPacket(least);
    expect(timestamp).toBeGreaterThanOrEqual(before);
    expect(timestamp).toBeLessThanOrEqual(Date.now() / 1000);
  });

  it('counts undefined and an empty in_reply_to as missing', () => {
    const packet = createPacket({ ...least, ttl: undefined, in_reply_to: [] }, 0);
    expect(packet.ttl).toBe(3_600);
    expect(packet).not.toHaveProperty('in_reply_to');
  });

  it('gives a packet that nobody can change', () => {
    const packet = createPacket({ ...least, domain_tags: ['ci'], in_reply_to: [reply.toUpperCase()] }, 0);
    expect(packet.in_reply_to).toEqual([reply]);
    expect(
      Object.isFrozen(packet) && Object.isFrozen(packet.domain_tags) && Object.isFrozen(packet.in_reply_to),
    ).toBe(true);
  });

  it('turns line breaks and tabs into one space', () => {
    expect(createPacket({ ...least, delta_summary: 'a\r\nb\n\n\tc' }, 0).delta_summary).toBe('a b c');
  });

  it('counts a summary in code points, not in UTF-16', () => {
    const least200 = {
      problem_description: 'p',
      outcome_type: 'open',
      confidence: 0,
      domain_tags: [],
    } as const;
    expect(() => createPacket({ ...least200, delta_summary: 'é'.repeat(150) }, 0)).not.toThrow();
    expect(() => createPacket({ ...least200, delta_summary: 'a'.repeat(200) }, 0)).not.toThrow();
    expect(() => createPacket({ ...least200, delta_summary: 'a'.repeat(201) }, 0)).toThrow('201 code points');
    // 150 emoji are 300 UTF-16 units, within the limit of code points, and 600 bytes, beyond the packet's.
    expect(() => createPacket({ ...least200, delta_summary: '👍'.repeat(150) }, 0)).toThrow('512');
  });

  it.each<[string, object, string]>([
    ['problem_description', { problem_description: ' \u00a0 ' }, 'INVALID_PACKET'],
    ['problem_description', { problem_description: undefined }, 'INVALID_PACKET'],
    ['outcome_type', { outcome_type: 'solved' }, 'INVALID_PACKET'],
    ['confidence', { confidence: 1.01 }, 'INVALID_PACKET'],
    ['confidence', { confidence: -0.01 }, 'INVALID_PACKET'],
    ['confidence', { confidence: Number.NaN }, 'INVALID_PACKET'],
    ['confidence', { confidence: '0.9' }, 'INVALID_PACKET'],
    ['delta_summary', { delta_summary: null }, 'INVALID_PACKET'],
    ['delta_summary', { delta_summary: 'x\u202ey' }, 'INVALID_PACKET'],
    ['domain_tags', { domain_tags: 'ci' }, 'INVALID_PACKET'],
    ['domain_tags[1]', { domain_tags: ['ci', ''] }, 'INVALID_PACKET'],
    ['timestamp', { timestamp: Number.POSITIVE_INFINITY }, 'INVALID_PACKET'],
    ['timestamp', { timestamp: -1 }, 'INVALID_PACKET'],
    ['agent_id', { agent_id: 7 }, 'INVALID_PACKET'],
    ['ttl', { ttl: 0 }, 'INVALID_PACKET'],
    ['ttl', { ttl: 31_536_001 }, 'INVALID_PACKET'],
    ['ttl', { ttl: 1.5 }, 'INVALID_PACKET'],
    [
      'in_reply_to',
      { in_reply_to: [1, 2, 3, 4, 5].map((i) => reply.replace('6', String(i))) },
      'INVALID_PACKET',
    ],
    ['in_reply_to', { in_reply_to: [reply, reply.toUpperCase()] }, 'INVALID_PACKET'],
    ['in_reply_to[0]', { in_reply_to: ['claim 3'] }, 'INVALID_PACKET'],
    ['domain_tag', { domain_tag: ['ci'] }, 'INVALID_PACKET'],
    ['problem_description', { problem_description: 'x'.repeat(600) }, 'PACKET_TOO_LARGE'],
    [
      'domain_tags',
      { domain_tags: Array.from({ length: 20 }, () => 'a long tag that repeats') },
      'PACKET_TOO_LARGE',
    ],
    ['agent_id', { agent_id: 'a'.repeat(600) }, 'PACKET_TOO_LARGE'],
  ])('names %s in %j', (field, wrong, code) => {
    const create = (): OutcomePacket => createPacket({ ...least, ...wrong } as OutcomePacketInput, 0);
    expect(create).toThrow(expect.objectContaining({ code, field, actor: 'model' }));
  });

  it.each([null, undefined, 'packet', 7, [], () => 0])('refuses %j, which is no packet', (input) => {
    expect(() => createPacket(input as never, 0)).toThrow(
      expect.objectContaining({ code: 'INVALID_PACKET' }),
    );
  });

  it('never echoes the text that it refuses', () => {
    const secret = 'sk-verysecret';
    for (const wrong of [
      { delta_summary: `${secret}\u0007` },
      { outcome_type: secret },
      { agent_id: secret.repeat(60) },
    ]) {
      try {
        createPacket({ ...least, ...wrong } as OutcomePacketInput, 0);
        expect.unreachable();
      } catch (error) {
        expect(String(error)).not.toContain(secret);
      }
    }
  });
});

describe('the bound of 512 bytes', () => {
  const room =
    MAX_PACKET_BYTES -
    encodePacket(createPacket({ ...least, problem_description: 'x'.repeat(256) }, 0)).length;
  const ofLength = (bytes: number): OutcomePacketInput => ({
    ...least,
    problem_description: 'x'.repeat(256 + room + bytes - MAX_PACKET_BYTES),
  });

  it('lets 511 and 512 bytes pass', () => {
    expect(encodePacket(createPacket(ofLength(511), 0))).toHaveLength(511);
    expect(encodePacket(createPacket(ofLength(512), 0))).toHaveLength(512);
  });

  it('refuses 513, naming the bytes, the limit and a field to change', () => {
    const refusal = expect.objectContaining({
      code: 'PACKET_TOO_LARGE',
      field: 'problem_description',
      message: expect.stringMatching(/513 bytes.*512.*problem_description.*by 1 bytes/),
    });
    expect(() => createPacket(ofLength(513), 0)).toThrow(refusal);
  });

  it('holds for any Unicode: a packet that fits, or a typed error that names a field', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        try {
          expect(encodePacket(createPacket(input, 0)).length).toBeLessThanOrEqual(MAX_PACKET_BYTES);
        } catch (error) {
          if (!OutcomeError.isInstance(error)) throw error;
          expect(error.field).toBeTruthy();
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('answers any value with a packet or a typed error', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), (input) => {
        expect(() => createPacket(input as never, 0)).toThrow(
          expect.objectContaining({ code: 'INVALID_PACKET' }),
        );
      }),
    );
  });
});

it('has a schema and a type that agree', () => {
  expectTypeOf<z.output<typeof packetSchema>>().toEqualTypeOf<OutcomePacket>();
  expectTypeOf<OutcomePacket>().toExtend<OutcomePacketInput>();
  expect(Object.keys((packetSchema as unknown as z.ZodObject).shape)).toEqual([
    ...['problem_description', 'outcome_type', 'confidence', 'delta_summary', 'domain_tags'],
    ...['timestamp', 'agent_id', 'ttl', 'in_reply_to'],
  ]);
});
