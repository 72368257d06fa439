import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseTokens } from '../src/tokens/parse-tokens.ts';
import { hashToken } from '../src/tokens/token.ts';
import type { TokenEntry } from '../src/tokens/token-entry.ts';
import { type Ended, runProgram } from './run-program.ts';
import { temporaryFolder } from './spawned.ts';

const DAY_MS = 86_400_000;

interface Tokens {
  readonly path: string;
  run(action: string, ...args: readonly string[]): Promise<Ended>;
  entries(): readonly TokenEntry[];
}

function tokensIn(path = join(temporaryFolder(), 'tokens.json')): Tokens {
  return {
    path,
    run: (action, ...args) => runProgram(['token', action, '--tokens', path, ...args]),
    entries: () => parseTokens(readFileSync(path, 'utf8')),
  };
}

describe('token new', () => {
  it('prints the token alone on stdout, and keeps its hash with what it may do', async () => {
    const tokens = tokensIn();
    const { code, stdout, stderr } = await tokens.run('new', '--name', 'ann-laptop', '--voter', 'ann');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^qis_[\w-]{43}\n$/)]);
    const [entry] = tokens.entries();
    expect(entry).toEqual({
      name: 'ann-laptop',
      hash: hashToken(stdout.trim()).toString('hex'),
      created: expect.any(String),
      expires: expect.any(String),
      scopes: ['deposit', 'query', 'records'],
      voter: 'ann',
    });
    const [created, expires] = [Date.parse(entry?.created ?? ''), Date.parse(entry?.expires ?? '')];
    expect(expires - created).toBe(90 * DAY_MS);
    expect(Math.abs(Date.now() - created)).toBeLessThan(60_000);
    expect(stderr).toContain(
      'the token ann-laptop, shown once: for the voter ann, scopes deposit, query, records',
    );
    expect(stderr + readFileSync(tokens.path, 'utf8')).not.toContain(stdout.trim());
    if (process.platform !== 'win32') expect(statSync(tokens.path).mode & 0o777).toBe(0o600);
  });

  it('takes scopes, collections and an end, and binds to the name unless it is for copying', async () => {
    const tokens = tokensIn();
    const flags = ['--scopes', 'query, deposit', '--collections', 'a,b', '--expires', 'never'];
    await tokens.run('new', '--name', 'ann', ...flags);
    await tokens.run('new', '--name', 'backup', '--scopes', 'records,admin', '--expires', '1d');
    expect(tokens.entries()).toMatchObject([
      { name: 'ann', voter: 'ann', scopes: ['query', 'deposit'], collections: ['a', 'b'], expires: 'never' },
      { name: 'backup', scopes: ['records', 'admin'] },
    ]);
    expect(tokens.entries()[1]).not.toHaveProperty('voter');
  });

  it.each([
    [['--name', 'ann b'], 'name must be 1 to 64'],
    [['--name', 'qis_hunter2'], 'name must be 1 to 64'],
    [['--name', 'ann', '--voter', 'ann#hunter2'], 'voter must be 1 to 64 characters'],
    [
      ['--name', 'ann', '--scopes', 'query,hunter2'],
      'scopes[1] must be one of deposit, query, records, admin',
    ],
    [['--name', 'ann', '--collections', 'a,hunter2/'], 'collections[1] must be 1 to 128'],
  ])('%j is refused, and makes no file', async (flags, message) => {
    const tokens = tokensIn();
    const { code, stdout, stderr } = await tokens.run('new', ...flags);
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(message),
    });
    expect(stderr).not.toContain('hunter2');
    expect(existsSync(tokens.path)).toBe(false);
  });

  it('refuses a name that there is, a revoked one too, and says how to go on', async () => {
    const tokens = tokensIn();
    await tokens.run('new', '--name', 'ann');
    await tokens.run('revoke', 'ann');
    const { code, stdout, stderr } = await tokens.run('new', '--name', 'ann');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('as in --name ann-2 --voter ann');
    expect(tokens.entries()).toHaveLength(1);
  });

  it('loses none of eight that are made at the same time', async () => {
    const tokens = tokensIn();
    const names = Array.from({ length: 8 }, (_, n) => `agent-${n}`);
    const made = await Promise.all(names.map((name) => tokens.run('new', '--name', name)));
    expect(made.map(({ code }) => code)).toEqual(names.map(() => 0));
    const byName = new Map(tokens.entries().map(({ name, hash }) => [name, hash]));
    for (const [n, name] of names.entries()) {
      expect(byName.get(name)).toBe(hashToken(made[n]?.stdout.trim() ?? '').toString('hex'));
    }
  });
});

describe('token list and token revoke', () => {
  it('tell names and states, and neither tokens nor hashes; what is revoked stays, marked once', async () => {
    const tokens = tokensIn();
    const secrets = [];
    for (const name of ['ann', 'bob']) secrets.push((await tokens.run('new', '--name', name)).stdout.trim());
    const revoked = await tokens.run('revoke', 'bob');
    expect(revoked).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('Revoked bob') });
    const after = tokens.entries();
    expect(after[1]?.revoked).toEqual(expect.any(String));
    expect((await tokens.run('revoke', 'bob')).code).toBe(0);
    expect(tokens.entries()).toEqual(after);
    const { code, stdout, stderr } = await tokens.run('list');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/).slice(0, 5))).toEqual([
      ['NAME', 'STATE', 'VOTER', 'SCOPES', 'COLLECTIONS'],
      ['ann', 'active', 'ann', 'deposit,query,records', 'all'],
      ['bob', 'revoked', 'bob', 'deposit,query,records', 'all'],
      [''],
    ]);
    for (const secret of [...secrets, ...after.map(({ hash }) => hash)]) expect(stdout).not.toContain(secret);
  });

  it('need a file, and a name that is in it; what else was given is not repeated', async () => {
    const tokens = tokensIn();
    expect(await tokens.run('list')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--tokens: The file, or its folder, is not there.'),
    });
    const { stdout } = await tokens.run('new', '--name', 'ann');
    const { code, stderr } = await tokens.run('revoke', stdout.trim());
    expect([code, stderr]).toEqual([1, expect.stringContaining('it has no token of this name')]);
    expect(stderr).not.toContain(stdout.trim());
  });
});
