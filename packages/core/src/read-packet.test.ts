import { expect, it } from 'vitest';
import { createPacket } from './create-packet.ts';
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
