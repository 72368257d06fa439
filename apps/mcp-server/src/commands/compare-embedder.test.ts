import { expect, it } from 'vitest';
import { FINGERPRINT } from '../../test/records.ts';
import { compareEmbedder } from './compare-embedder.ts';

const older = { ...FINGERPRINT, revision: '0' };
const embedder = { fingerprint: FINGERPRINT, floor: { rule: 'none' }, supersedes: [older] } as const;

it.each([
  ['the same model', FINGERPRINT, true, 'ok', /^waves is the model that embedded the store/],
  ['no model yet', undefined, true, 'ok', /^waves is waves@1 .*; the store says no model yet/],
  ['an older version', older, true, 'note', /the next server embeds it anew, once/],
  [
    'an older version, where a store cannot embed anew',
    older,
    false,
    'wrong',
    /qis-mcp copy --embedder waves/,
  ],
  ['another model', { ...FINGERPRINT, model: 'tides' }, true, 'wrong', /embedded by tides@1 .*qis-mcp copy/],
])('a store of %s', (_, stored, reembeds, severity, text) => {
  expect(compareEmbedder('waves', embedder, stored, reembeds)).toEqual({
    severity,
    subject: 'embedder',
    text: expect.stringMatching(text),
  });
});
