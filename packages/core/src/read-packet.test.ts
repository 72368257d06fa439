import { expect, it } from 'vitest';
import { encodePacket } from './codec.ts';
import { createPacket } from './create-packet.ts';
import { MAX_PACKET_BYTES, type OutcomePacket } from './packet.ts';
import { readPacket } from './read-packet.ts';

const packet = createPacket({
  problem_description: 'a problem',
  outcome_type: 'resolved',
  confidence: 1,
  delta_summary: '',
  timestamp: 1_000,
});

it('reads a packet whatever else is beside it, and nobody can change it', () => {
  const read = readPacket({ ...packet, voter: 'ann', score: 1 });
  expect(read).toEqual(packet);
  expect(Object.isFrozen(read)).toBe(true);
});

it.each([
  ['nothing', undefined],
  ['a list', [packet]],
  ['a field too few', { ...packet, ttl: undefined }],
  ['a number as a text', { ...packet, confidence: '1' }],
  ['a character that turns the text round', { ...packet, delta_summary: 'a\u202eb' }],
  ['more than 512 bytes', { ...packet, agent_id: 'a'.repeat(500) }],
])('reads no packet where there is %s', (_, fields) => {
  expect(readPacket(fields)).toBeUndefined();
});

const replies = Array.from({ length: 4 }, (_, n) => `6f1d2c3b-4a59-4e68-8f77-01234567890${n}`);

it.each<[string, Partial<OutcomePacket>]>([
  ['in Latin letters', { outcome_type: 'contradicted', ttl: 31_536_000, timestamp: 1_763_900_000.123 }],
  ['with letters of three bytes', { agent_id: '日本語#一' }],
  ['with many tags', { domain_tags: Array.from({ length: 40 }, (_, n) => `t${n}`) }],
  ['with a long tag', { domain_tags: ['z'.repeat(140)] }],
  ['with replies', { in_reply_to: replies }],
])('reads exactly what keeps to 512 bytes, %s', (_, more) => {
  for (let length = 1; length <= MAX_PACKET_BYTES; length++) {
    const written = { ...packet, ...more, problem_description: 'p'.repeat(length) };
    const keeps = encodePacket(written).length <= MAX_PACKET_BYTES;
    expect(readPacket({ ...written, unknown: 1 }) !== undefined, `${length} letters`).toBe(keeps);
  }
});
