import { readFileSync } from 'node:fs';
import { encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyPacket } from '../test/arbitraries.ts';
import { decodePacket, encodePacket } from './codec.ts';
import { OutcomeError } from './errors.ts';
import { MAX_PACKET_BYTES, type OutcomePacket } from './packet.ts';
import { packetId } from './packet-id.ts';

interface Golden {
  readonly name: string;
  readonly packet: OutcomePacket;
  readonly as_python: string;
  readonly other_order: string;
  readonly id: string;
}

const goldens: readonly Golden[] = JSON.parse(
  readFileSync(new URL('../golden/packets.json', import.meta.url), 'utf8'),
);

describe('the wire form', () => {
  it.each(goldens)("is byte for byte what Python's msgpack writes: $name", ({ packet, as_python }) => {
    expect(Buffer.from(encodePacket(packet)).toString('hex')).toBe(as_python);
  });

  it.each(goldens)('is read whole: $name', ({ packet, as_python }) => {
    expect(decodePacket(Buffer.from(as_python, 'hex'))).toEqual(packet);
  });

  it.each(goldens)('is read in any key order, unknown keys ignored: $name', ({ packet, other_order }) => {
    expect(decodePacket(Buffer.from(other_order, 'hex'))).toEqual(packet);
  });

  it.each(goldens)('gives the id that Python computes: $name', ({ packet, id }) => {
    expect(packetId(packet)).toBe(id);
  });

  it('comes back as it went, for any packet', () => {
    fc.assert(
      fc.property(anyPacket, (packet) => {
        expect(decodePacket(encodePacket(packet))).toEqual(packet);
      }),
    );
  });
});

describe('reading bytes from strangers', () => {
  const fields = goldens[0]?.packet ?? expect.fail('no golden packet');

  it('answers any bytes with a packet or a typed error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), decodesOrRefuses), { numRuns: 2_000 });
  });

  it('answers any damage to a packet with a packet or a typed error', () => {
    const damaged = fc.tuple(
      anyPacket,
      fc.array(fc.tuple(fc.nat(MAX_PACKET_BYTES), fc.nat(255)), { maxLength: 6 }),
    );
    fc.assert(
      fc.property(damaged, ([packet, changes]) => {
        const bytes = encodePacket(packet);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        decodesOrRefuses(bytes);
      }),
      { numRuns: 2_000 },
    );
  });

  it('answers any map with a packet or a typed error', () => {
    const maps = fc.dictionary(
      fc.constantFrom(...Object.keys(fields), 'in_reply_to', 'other'),
      fc.anything(),
    );
    fc.assert(
      fc.property(maps, (map) => {
        let bytes: Uint8Array;
        try {
          bytes = encode(map);
        } catch {
          return; // what MessagePack cannot say
        }
        decodesOrRefuses(bytes);
      }),
    );
  });

  it.each([
    ['a missing field', { ...fields, ttl: undefined }, 'ttl'],
    ['a wrong type', { ...fields, confidence: '0.9' }, 'confidence'],
    ['a value out of range', { ...fields, ttl: 0 }, 'ttl'],
    ['a reply of 15 bytes', { ...fields, in_reply_to: [new Uint8Array(15)] }, 'in_reply_to[0]'],
    ['a reply of 17 bytes', { ...fields, in_reply_to: [new Uint8Array(17)] }, 'in_reply_to[0]'],
    ['a text with a control character', { ...fields, delta_summary: 'a\u0007' }, 'delta_summary'],
    ['a text that is not UTF-8', { ...fields, delta_summary: 'x' }, 'delta_summary'],
  ])('names the field of %s', (what, value, field) => {
    const bytes = encode(value, { ignoreUndefined: true });
    if (what.includes('UTF-8'))
      bytes[Buffer.from(bytes).indexOf('delta_summary') + 'delta_summary'.length + 1] = 0xff;
    expect(() => decodePacket(bytes)).toThrow(expect.objectContaining({ code: 'INVALID_PACKET', field }));
  });

  it('refuses more than 512 bytes before reading them', () => {
    const bytes = encode({ ...fields, unknown: 'x'.repeat(400) });
    expect(() => decodePacket(bytes)).toThrow(expect.objectContaining({ code: 'PACKET_TOO_LARGE' }));
  });
});

function decodesOrRefuses(bytes: Uint8Array): void {
  try {
    expect(encodePacket(decodePacket(bytes)).length).toBeGreaterThan(0);
  } catch (error) {
    expect(OutcomeError.isInstance(error), String(error)).toBe(true);
  }
}
