import { OutcomeError } from '@qis/core';
import { expect, it } from 'vitest';
import { parseTokens, printTokens } from './parse-tokens.ts';
import { hashToken, mintToken } from './token.ts';
import type { TokenEntry } from './token-entry.ts';

const SECRET = 'qis_hunter2hunter2hunter2hunter2hunter2hunter22';

const ann: TokenEntry = {
  name: 'ann',
  hash: hashToken(mintToken()).toString('hex'),
  created: '2026-01-01T00:00:00Z',
  expires: '2026-04-01T00:00:00.000Z',
  scopes: ['deposit', 'query'],
  voter: 'ann',
};
const bob: TokenEntry = {
  name: 'bob.2',
  hash: hashToken(mintToken()).toString('hex'),
  created: '2026-01-01T00:00:00Z',
  expires: 'never',
  scopes: ['records', 'admin'],
  collections: ['team'],
  revoked: '2026-02-01T00:00:00Z',
};

const fileOf = (...tokens: unknown[]): string => JSON.stringify({ format: 'qis-tokens', version: 1, tokens });

it('what is printed is read again', () => {
  expect(parseTokens(printTokens([ann, bob]))).toEqual([ann, bob]);
  expect(parseTokens(printTokens([]))).toEqual([]);
});

it.each([
  ['no JSON', `{"tokens": "${SECRET}"`, /^The token file: it is not JSON\.$/],
  ['a list', '[]', /it must be an object/],
  ['another format', JSON.stringify({ format: SECRET, version: 1, tokens: [] }), /format must be qis-tokens/],
  ['a later version', JSON.stringify({ format: 'qis-tokens', version: 2, tokens: [] }), /version must be 1/],
  ['no list of tokens', JSON.stringify({ format: 'qis-tokens', version: 1 }), /tokens must be a list/],
  ['a text for an entry', fileOf(SECRET), /tokens\[0\] must be an object/],
  ['a secret for a name', fileOf({ ...ann, name: SECRET }), /tokens\[0\]\.name must be 1 to 64/],
  ['a name with a blank', fileOf({ ...ann, name: 'ann b' }), /tokens\[0\]\.name must be/],
  [
    'the token for its hash',
    fileOf(ann, { ...bob, hash: SECRET }),
    /tokens\[1\] \(bob\.2\)\.hash must be the SHA/,
  ],
  ['a hash in capitals', fileOf({ ...ann, hash: 'A'.repeat(64) }), /tokens\[0\] \(ann\)\.hash/],
  [
    'a day for a time',
    fileOf({ ...ann, expires: '2026-04-01' }),
    /\(ann\)\.expires must be a time in UTC.*or never/,
  ],
  ['no end', fileOf({ ...ann, expires: undefined }), /\(ann\)\.expires must be/],
  [
    'a time of no zone',
    fileOf({ ...ann, created: '2026-04-01T00:00:00' }),
    /\(ann\)\.created must be a time in UTC/,
  ],
  [
    'an unknown scope',
    fileOf({ ...ann, scopes: ['query', SECRET] }),
    /\(ann\)\.scopes\.1 must be one of deposit, query/,
  ],
  ['no scopes', fileOf({ ...ann, scopes: [] }), /\(ann\)\.scopes must be a list that is not empty/],
  ['no collections', fileOf({ ...ann, collections: [] }), /\(ann\)\.collections must be a list/],
  [
    'a collection that cannot be',
    fileOf({ ...ann, collections: ['a/b'] }),
    /\(ann\)\.collections\.0 must be/,
  ],
  ['a session for a voter', fileOf({ ...ann, voter: 'ann#1' }), /\(ann\)\.voter must be 1 to 64 characters/],
  ['no voter', fileOf({ ...ann, voter: undefined }), /\(ann\)\.voter is missing: only a token with admin/],
  ['an unknown part', fileOf({ ...ann, [SECRET]: 1 }), /\(ann\) has a part that is not known/],
  [
    'a name twice',
    fileOf(ann, { ...bob, name: 'ann' }),
    /tokens\[1\] \(ann\)\.name is that of another entry/,
  ],
  [
    'a hash twice',
    fileOf(ann, { ...bob, hash: ann.hash }),
    /tokens\[1\] \(bob\.2\)\.hash is that of another/,
  ],
])('a file with %s is refused by entry and part, and the secret is not told', (_, content, message) => {
  let thrown: unknown;
  try {
    parseTokens(content);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toSatisfy(OutcomeError.isInstance);
  const { code, field, message: said } = thrown as OutcomeError;
  expect([code, said]).toEqual(['INVALID_OPTION', expect.stringMatching(message)]);
  expect(`${said}${field}`).not.toContain('hunter2');
});
