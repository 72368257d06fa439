import { type OutcomeRecord, packetId } from '@qis/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyRecord } from '../../test/any-record.ts';
import { FINGERPRINT, record } from '../../test/records.ts';
import { decodeHeader, decodeRecord, encodeHeader, encodeRecord, isHeader, parseLine } from './line-codec.ts';

const whole = JSON.parse(encodeRecord(record(1))) as Record<string, unknown>;

const bitsOf = ({ vector = new Float32Array() }: OutcomeRecord): string =>
  Buffer.from(vector.slice().buffer).toString('hex');

describe('a line', () => {
  it('comes back as it was, bit for bit, whatever the record', () => {
    fc.assert(
      fc.property(anyRecord, (before: OutcomeRecord) => {
        const line = encodeRecord(before);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        const after = decodeRecord(parseLine(line));
        expect({ ...after, packet: { ...after.packet } }).toEqual(before);
        expect(bitsOf(after)).toEqual(bitsOf(before));
      }),
    );
  });

  it('is JSON with the fields of the wire by their names, the vector last', () => {
    expect(Object.keys(whole)).toEqual([
      'id',
      'problem_description',
      'outcome_type',
      'confidence',
      'delta_summary',
      'domain_tags',
      'timestamp',
      'agent_id',
      'ttl',
      'voter',
      'expires_at',
      'vector',
    ]);
    const bytes = Buffer.from(String(whole.vector), 'base64');
    expect(bytes.length).toBe(4 * FINGERPRINT.dimensions);
    expect(bytes.readFloatLE(4)).toBe(record(1).vector?.[1]);
  });

  it('may leave out what can be computed', () => {
    const { id: _, voter: __, expires_at: ___, vector: ____, ...eight } = whole;
    const { packet } = record(1);
    expect(decodeRecord(eight)).toEqual({
      id: packetId(packet),
      packet,
      voter: 'agent-1',
      expires_at: packet.timestamp + packet.ttl,
    });
  });

  it('never has its text in the reason for which it is refused', () => {
    fc.assert(
      fc.property(fc.json(), fc.string(), (json, text) => {
        for (const line of [
          json,
          `canary${text}`,
          JSON.stringify({ ...whole, problem_description: `canary\u0007${text}` }),
        ]) {
          try {
            decodeRecord(parseLine(line));
          } catch (error) {
            expect(error).toMatchObject({
              name: 'OutcomeError',
              message: expect.not.stringContaining('canary'),
            });
          }
        }
      }),
    );
  });

  it.each([
    ['no JSON', 'no', /^It is no JSON\.$/],
    ['a list', '[]', /^It is no JSON object/],
    ['null', 'null', /^It is no JSON object/],
    ['a field too many', { ...whole, score: 1 }, /^score is not a known field/],
    ['an ancestor', '{"__proto__":{"id":1}}', /^problem_description is missing/],
    [
      'no timestamp: it would be another one tomorrow',
      { ...whole, timestamp: undefined },
      /^timestamp is missing/,
    ],
    ['no ttl', { ...whole, ttl: undefined }, /^ttl is missing/],
    ['a null', { ...whole, ttl: null }, /^ttl must be whole seconds/],
    ['an id that is none', { ...whole, id: 'x' }, /^id is no UUID/],
    [
      'an id in upper case',
      { ...whole, id: 'ABCDEF00-0000-4000-8000-000000000000' },
      /^id is no UUID in lower case/,
    ],
    ['another voter', { ...whole, voter: 'bob' }, /^voter is not/],
    ['another expiry', { ...whole, expires_at: 1 }, /^expires_at is not/],
    ['a vector of numbers', { ...whole, vector: [1, 0] }, /^vector must be base64/],
    ['a vector that is no base64', { ...whole, vector: 'AAA' }, /^vector must be base64/],
    ['half a number', { ...whole, vector: 'AAAA' }, /^vector must be base64/],
    ['an empty vector', { ...whole, vector: '' }, /^vector must be base64/],
    ['too many bytes', { ...whole, problem_description: 'x'.repeat(500) }, /^The packet takes \d+ bytes/],
  ])('is refused for %s', (_, line, reason) => {
    const text = typeof line === 'string' ? line : JSON.stringify(line);
    expect(() => decodeRecord(parseLine(text))).toThrow(
      expect.objectContaining({ message: expect.stringMatching(reason) }),
    );
  });
});

describe('a header', () => {
  it('comes back as it was', () => {
    const line = parseLine(encodeHeader(FINGERPRINT));
    expect(isHeader(line)).toBe(true);
    expect(decodeHeader(line)).toEqual(FINGERPRINT);
    expect(isHeader(whole)).toBe(false);
  });

  it.each([
    [{ format: 'songs' }, 'INVALID_PACKET', /^format is not qis-packets/],
    [{ format: 'qis-packets', version: 2, fingerprint: FINGERPRINT }, 'STORE_UNSUPPORTED', /reads version 1/],
    [{ format: 'qis-packets', version: 1 }, 'INVALID_PACKET', /^fingerprint must have model, /],
    [
      { format: 'qis-packets', version: 1, fingerprint: { ...FINGERPRINT, dimensions: 0 } },
      'INVALID_PACKET',
      /^fingerprint must have/,
    ],
    [
      { format: 'qis-packets', version: 1, fingerprint: { ...FINGERPRINT, pooling: 1 } },
      'INVALID_PACKET',
      /^fingerprint must have/,
    ],
  ])('is refused as %j', (line, code, reason) => {
    expect(() => decodeHeader(line)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(reason) }),
    );
  });
});
