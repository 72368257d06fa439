import {
  createPacket,
  expiresAt,
  OUTCOME_TYPES,
  OutcomeError,
  type OutcomePacket,
  type OutcomeRecord,
  voterOf,
} from '@qis/core';
import fc from 'fast-check';

/** JSON has no negative zero. */
const number = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true }).map((value) => value + 0);

const anyPacket: fc.Arbitrary<OutcomePacket> = fc
  .record(
    {
      problem_description: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
      outcome_type: fc.constantFrom(...OUTCOME_TYPES),
      confidence: number(0, 1),
      delta_summary: fc.string({ unit: 'binary', maxLength: 30 }),
      domain_tags: fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), { maxLength: 3 }),
      timestamp: number(0, 4e9),
      agent_id: fc.string({ unit: 'grapheme', maxLength: 20 }),
      ttl: fc.integer({ min: 1, max: 31_536_000 }),
      in_reply_to: fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 4 }),
    },
    { requiredKeys: ['problem_description', 'outcome_type', 'confidence', 'delta_summary'] },
  )
  .map((input) => {
    try {
      return { ...createPacket(input, 1_000) };
    } catch (error) {
      if (OutcomeError.isInstance(error)) return undefined;
      throw error;
    }
  })
  .filter((packet) => packet !== undefined);

/** Any valid record, with any vector: the codec does not look into it. */
export const anyRecord: fc.Arbitrary<OutcomeRecord> = fc
  .record({
    id: fc.uuid(),
    packet: anyPacket,
    vector: fc
      .array(fc.float(), { minLength: 1, maxLength: 20 })
      .map((numbers) => Float32Array.from(numbers)),
  })
  .map((parts) => ({ ...parts, voter: voterOf(parts.packet.agent_id), expires_at: expiresAt(parts.packet) }));
