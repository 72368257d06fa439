import {
  chmodSync,
  chownSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../test/spawned.ts';
import { hashToken, mintToken } from './token.ts';
import type { TokenEntry } from './token-entry.ts';
import { changeTokenFile, readTokenFile } from './token-file.ts';

const entry = (name: string): TokenEntry => ({
  name,
  hash: hashToken(mintToken()).toString('hex'),
  created: '2026-01-01T00:00:00Z',
  expires: 'never',
  scopes: ['query'],
  voter: name,
});
const newFile = (): string => join(temporaryFolder(), 'tokens.json');
const adding =
  (added: TokenEntry) =>
  (entries: readonly TokenEntry[]): readonly TokenEntry[] => [...entries, added];

it('a change makes the file for its owner alone, and leaves nothing beside it', async () => {
  const path = newFile();
  await changeTokenFile(path, { make: true }, adding(entry('ann')));
  await changeTokenFile(path, { make: true }, adding(entry('bob')));
  expect(readTokenFile(path).entries.map(({ name }) => name)).toEqual(['ann', 'bob']);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(dirname(path))).toEqual(['tokens.json']);
});

it('a change that fails leaves the file as it was, and nothing beside it', async () => {
  const path = newFile();
  await changeTokenFile(path, { make: true }, adding(entry('ann')));
  const before = readFileSync(path, 'utf8');
  const failing = (): never => {
    throw new Error('no');
  };
  await expect(changeTokenFile(path, { make: true }, failing)).rejects.toThrow('no');
  writeFileSync(path, '{');
  await expect(changeTokenFile(path, { make: true }, adding(entry('bob')))).rejects.toThrow('it is not JSON');
  expect(readFileSync(path, 'utf8')).toBe('{');
  expect(before).toContain('"ann"');
  expect(readdirSync(dirname(path))).toEqual(['tokens.json']);
});

it.skipIf(process.getuid?.() !== 0)(
  'a file that root changes stays its owner’s (asked as root)',
  async () => {
    const path = newFile();
    await changeTokenFile(path, { make: true }, adding(entry('ann')));
    chownSync(path, 12_345, 12_345);
    await changeTokenFile(path, { make: true }, adding(entry('bob')));
    expect(statSync(path)).toMatchObject({ uid: 12_345, gid: 12_345 });
  },
);

it('a link to the file stays one', async () => {
  const [path, link] = [newFile(), newFile()];
  await changeTokenFile(path, { make: true }, adding(entry('ann')));
  symlinkSync(path, link);
  await changeTokenFile(link, { make: true }, adding(entry('bob')));
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readTokenFile(path).entries).toHaveLength(2);
});

it('a file that is not there is made only where that is meant', async () => {
  const path = newFile();
  const change = changeTokenFile(path, { make: false }, (entries) => entries);
  await expect(change).rejects.toMatchObject({
    code: 'STORE_MISSING',
    message: expect.stringMatching(/^--tokens: /),
  });
  expect(() => readTokenFile(path)).toThrow(/^--tokens: The file, or its folder, is not there/);
  expect(readdirSync(dirname(path))).toEqual([]);
});

it('a lock that a killed process left is told by its name after a while', async () => {
  const path = newFile();
  writeFileSync(`${path}.lock`, '');
  const change = changeTokenFile(path, { make: true, patienceMs: 50 }, adding(entry('ann')));
  await expect(change).rejects.toThrow(`remove ${path}.lock.`);
  expect(readdirSync(dirname(path))).toEqual(['tokens.json.lock']);
});

it.skipIf(process.getuid?.() !== 0)(
  'a file of another user is refused, but to root (only root can make one: skipped for others)',
  async () => {
    const path = newFile();
    await changeTokenFile(path, { make: true }, adding(entry('ann')));
    chmodSync(dirname(path), 0o755);
    chmodSync(path, 0o644);
    chownSync(path, 12_345, 12_345);
    expect(readTokenFile(path).entries).toHaveLength(1);
    process.seteuid?.(54_321);
    try {
      expect(() => readTokenFile(path)).toThrow(/belongs to another user/);
    } finally {
      process.seteuid?.(0);
    }
  },
);
