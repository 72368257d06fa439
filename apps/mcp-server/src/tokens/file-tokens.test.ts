import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../test/spawned.ts';
import { FileTokens } from './file-tokens.ts';
import { printTokens } from './parse-tokens.ts';
import { hashToken, mintToken } from './token.ts';
import type { TokenEntry } from './token-entry.ts';

const NOON = '2026-01-01T12:00:00Z';
const secret = mintToken();

function entry(fields: Partial<TokenEntry> = {}): TokenEntry {
  return {
    name: 'ann',
    hash: hashToken(secret).toString('hex'),
    created: '2026-01-01T00:00:00Z',
    expires: NOON,
    scopes: ['query'],
    voter: 'ann',
    ...fields,
  };
}

function fileWith(...entries: readonly TokenEntry[]): string {
  const path = join(temporaryFolder(), 'tokens.json');
  writeFileSync(path, printTokens(entries), { mode: 0o600 });
  return path;
}

function bearing(authorization?: string): Request {
  return new Request('http://localhost/v1/stats', { headers: { ...(authorization && { authorization }) } });
}

const morning = Date.parse(NOON) - 1;

describe('a request that bears a token', () => {
  it('comes from the principal of its entry', async () => {
    const others = ['bob', 'eve'].map((name) => entry({ name, hash: hashToken(name).toString('hex') }));
    const file = fileWith(...others, entry({ collections: ['team'] }));
    const tokens = new FileTokens(file, { onWarning: vi.fn(), now: () => morning });
    const ann = { name: 'ann', scopes: ['query'], collections: ['team'], voter: 'ann' };
    expect(await tokens.authenticate(bearing(`Bearer ${secret}`))).toEqual(ann);
    expect(await tokens.authenticate(bearing(`bearer  ${secret}`))).toEqual(ann);
  });

  it.each([
    ['none', undefined, /^Send a token/],
    ['the token alone', secret, /^Send a token/],
    ['another way of showing it', `Basic ${secret}`, /^Send a token/],
    ['an empty one', 'Bearer ', /^Send a token/],
    ['two', `Bearer ${secret} ${secret}`, /^Send a token/],
    ['a part of one', `Bearer ${secret.slice(0, -1)}`, /does not know the token/],
    ['its hash', `Bearer ${hashToken(secret).toString('hex')}`, /does not know the token/],
    ['one that is not in the file', `Bearer ${mintToken()}`, /does not know the token/],
  ])('is refused with %s, which is not told', async (_, authorization, reason) => {
    const tokens = new FileTokens(fileWith(entry()), { onWarning: vi.fn(), now: () => morning });
    const denial = await tokens.authenticate(bearing(authorization));
    expect(denial).toEqual({ status: 401, reason: expect.stringMatching(reason) });
    expect(JSON.stringify(denial)).not.toContain(secret.slice(4, 12));
  });

  it('is refused from the moment on at which the token ends', async () => {
    let now = morning;
    const tokens = new FileTokens(fileWith(entry()), { onWarning: vi.fn(), now: () => now });
    expect(await tokens.authenticate(bearing(`Bearer ${secret}`))).toMatchObject({ name: 'ann' });
    now = Date.parse(NOON);
    expect(await tokens.authenticate(bearing(`Bearer ${secret}`))).toMatchObject({
      status: 401,
      reason: expect.stringContaining('The token ann has expired'),
    });
  });

  it('is let in for ever where the token never ends', async () => {
    const file = fileWith(entry({ expires: 'never' }));
    const tokens = new FileTokens(file, { onWarning: vi.fn(), now: () => 8e15 });
    expect(await tokens.authenticate(bearing(`Bearer ${secret}`))).toMatchObject({ name: 'ann' });
  });
});

describe('a file that changed', () => {
  it('counts once it is read again: what was revoked is refused', async () => {
    const file = fileWith(entry());
    const tokens = new FileTokens(file, { onWarning: vi.fn(), now: () => morning });
    writeFileSync(file, printTokens([entry({ revoked: '2026-01-01T01:00:00Z' })]));
    expect(await tokens.authenticate(bearing(`Bearer ${secret}`))).toMatchObject({ name: 'ann' });
    expect(tokens.reload()).toBe(1);
    expect(await tokens.authenticate(bearing(`Bearer ${secret}`))).toMatchObject({
      status: 401,
      reason: expect.stringContaining('The token ann was revoked'),
    });
  });

  it('and cannot be read leaves in force what was read before', async () => {
    const file = fileWith(entry());
    const tokens = new FileTokens(file, { onWarning: vi.fn(), now: () => morning });
    writeFileSync(file, '{');
    expect(() => tokens.reload()).toThrow('it is not JSON');
    expect(await tokens.authenticate(bearing(`Bearer ${secret}`))).toMatchObject({ name: 'ann' });
  });
});

describe.skipIf(process.platform === 'win32')('a file that is not its owner’s alone', () => {
  it('is refused where others may write it', () => {
    const file = fileWith(entry());
    chmodSync(file, 0o620);
    expect(() => new FileTokens(file, { onWarning: vi.fn() })).toThrow(/may write it \(mode 620\)/);
  });

  it('is read with a warning where others may read it', () => {
    const file = fileWith(entry());
    chmodSync(file, 0o640);
    const onWarning = vi.fn();
    new FileTokens(file, { onWarning }).reload();
    expect(onWarning.mock.calls[0]).toEqual([expect.stringMatching(/^Others .* read .*mode 640.*chmod 600/)]);
  });
});
