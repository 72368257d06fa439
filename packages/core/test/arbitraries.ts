import fc from 'fast-check';
import { createPacket } from '../src/create-packet.ts';
import { OutcomeError } from '../src/errors.ts';
import { OUTCOME_TYPES, type OutcomePacket, type OutcomePacketInput } from '../src/packet.ts';

/** Any text at all: lone surrogates, controls and private planes included. */
const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(fc.nat(0xffff), { maxLength: 300 }).map((units) => String.fromCharCode(...units)),
);

/** Input with the right types and any values. */
export const anyInput: fc.Arbitrary<OutcomePacketInput> = fc.record(
  {
    problem_description: anyText,
    outcome_type: fc.constantFrom(...OUTCOME_TYPES),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    delta_summary: anyText,
    domain_tags: fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 4 }),
    timestamp: fc.double({ min: 0, max: 4e9, noNaN: true }),
    agent_id: fc.string({ unit: 'grapheme', maxLength: 40 }),
    ttl: fc.integer({ min: 1, max: 31_536_000 }),
    in_reply_to: fc.uniqueArray(fc.uuid(), { maxLength: 4 }),
  },
  { requiredKeys: ['problem_description', 'outcome_type', 'confidence', 'delta_summary'] },
);

/** The valid packets among them. */
export const anyPacket: fc.Arbitrary<OutcomePacket> = fc
  .record({
    problem_description: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
    outcome_type: fc.constantFrom(...OUTCOME_TYPES),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    delta_summary: fc.string({ unit: 'grapheme', maxLength: 40 }),
    domain_tags: fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), { maxLength: 3 }),
    timestamp: fc.double({ min: 0, max: 4e9, noNaN: true }),
    agent_id: fc.string({ unit: 'grapheme', maxLength: 20 }),
    ttl: fc.integer({ min: 1, max: 31_536_000 }),
    in_reply_to: fc.uniqueArray(fc.uuid(), { maxLength: 4 }),
  })
  .map(packetOrNothing)
  .filter((packet) => packet !== undefined);

function packetOrNothing(input: OutcomePacketInput): OutcomePacket | undefined {
  try {
    return createPacket(input, 0);
  } catch (error) {
    if (OutcomeError.isInstance(error)) return undefined;
    throw error;
  }
}
