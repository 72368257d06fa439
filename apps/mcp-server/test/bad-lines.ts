import { encodeRecord } from '../src/copy/line-codec.ts';
import { NOW, record, vectorOf } from './records.ts';

/** A line that is refused below the header of its model, and the beginning of the reason. */
interface BadLine {
  readonly line: string | Uint8Array;
  readonly reason: RegExp;
}

const good = JSON.parse(encodeRecord(record(1))) as Record<string, unknown>;
const changed = (changes: object): string => JSON.stringify({ ...good, ...changes });
const withVector = (vector: Float32Array): string => encodeRecord({ ...record(1), vector }).trim();

/** Every kind of line that is refused, each with a word that must not come out again. */
export const badLines: readonly BadLine[] = [
  { line: 'canary', reason: /It is no JSON/ },
  { line: '{"problem_description":"canary', reason: /It is no JSON/ },
  { line: '["canary"]', reason: /It is no JSON object/ },
  { line: '"canary"', reason: /It is no JSON object/ },
  { line: '{}', reason: /problem_description is missing/ },
  { line: Uint8Array.of(0x22, 0xff, 0x22), reason: /It is no UTF-8, or longer than 262144 bytes/ },
  { line: `"${'canary'.repeat(50_000)}"`, reason: /It is no UTF-8, or longer than 262144 bytes/ },
  { line: changed({ extra: 1 }), reason: /extra is not a known field/ },
  {
    line: changed({ problem_description: ' ' }),
    reason: /problem_description must be a text that is not blank/,
  },
  { line: changed({ problem_description: 7 }), reason: /problem_description must be a text/ },
  {
    line: changed({ problem_description: 'canary'.repeat(90) }),
    reason: /The packet takes \d+ bytes, the limit is 512/,
  },
  { line: changed({ outcome_type: 'canary' }), reason: /outcome_type must be one of/ },
  { line: changed({ confidence: 1.01 }), reason: /confidence must be a number from 0 to 1/ },
  {
    line: JSON.stringify(good).replace('"confidence":0.01', '"confidence":1e999'),
    reason: /confidence must be a number/,
  },
  { line: changed({ delta_summary: 'canary'.repeat(40) }), reason: /delta_summary is 240 code points long/ },
  { line: changed({ delta_summary: 'canary\u202E' }), reason: /delta_summary holds U\+202E/ },
  { line: changed({ delta_summary: 'canary\uD800' }), reason: /delta_summary holds U\+D800/ },
  { line: changed({ domain_tags: 'canary' }), reason: /domain_tags must be a list/ },
  { line: changed({ timestamp: -1 }), reason: /timestamp must be seconds since the epoch, not negative/ },
  {
    line: changed({ timestamp: NOW * 1_000, expires_at: undefined }),
    reason: /timestamp is \d+ s ahead of this clock/,
  },
  { line: changed({ timestamp: undefined }), reason: /timestamp is missing/ },
  { line: changed({ ttl: 0.5 }), reason: /ttl must be whole seconds/ },
  { line: changed({ in_reply_to: ['canary'] }), reason: /in_reply_to\[0\] must be the id of a packet/ },
  { line: changed({ id: 'canary' }), reason: /id is no UUID/ },
  { line: changed({ voter: 'canary' }), reason: /voter is not/ },
  { line: changed({ expires_at: 1 }), reason: /expires_at is not/ },
  { line: changed({ vector: 'canary!' }), reason: /vector must be base64/ },
  { line: changed({ vector: [0, 1] }), reason: /vector must be base64/ },
  { line: withVector(Float32Array.of(1)), reason: /vector has 1 numbers, its model makes 16/ },
  { line: withVector(vectorOf(1).with(0, Number.NaN)), reason: /vector holds a number that is not finite/ },
  { line: withVector(vectorOf(1).map((value) => 3 * value)), reason: /vector is 3\.00 long, not 1/ },
  { line: withVector(new Float32Array(16)), reason: /vector is 0\.00 long, not 1/ },
];
