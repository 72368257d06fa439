import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { defaultAgentId, randomDigits, readFolderDigits, withSession } from './agent-id.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'qis-mcp-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('defaultAgentId', () => {
  it.each([
    ['claude-code', 'claude-code-3fa9c1#b2d4e0'],
    ['Claude Code', 'claude-code-3fa9c1#b2d4e0'],
    ['Visual Studio Code – Insiders', 'visual-studio-code-insiders-3fa9c1#b2d4e0'],
    ['ann@laptop.example#x', 'ann-laptop-example-x-3fa9c1#b2d4e0'],
    ['\u202E日本', 'agent-3fa9c1#b2d4e0'],
    ['', 'agent-3fa9c1#b2d4e0'],
    [undefined, 'agent-3fa9c1#b2d4e0'],
    ['x'.repeat(100), `${'x'.repeat(32)}-3fa9c1#b2d4e0`],
    [`${'x'.repeat(31)} y`, `${'x'.repeat(31)}-3fa9c1#b2d4e0`],
  ])('makes of %j plain letters, digits and dashes', (name, id) => {
    expect(defaultAgentId(name, '3fa9c1', 'b2d4e0')).toBe(id);
  });
});

describe('withSession', () => {
  it('adds this process to a voter, and leaves a session alone', () => {
    expect(withSession('ann', 'b2d4e0')).toBe('ann#b2d4e0');
    expect(withSession('ann#monday', 'b2d4e0')).toBe('ann#monday');
  });
});

describe('readFolderDigits', () => {
  it('makes the folder and keeps to its digits', () => {
    const folder = join(temporaryFolder(), 'not', 'there');
    const digits = readFolderDigits(folder);
    expect(digits).toMatch(/^[0-9a-f]{6}$/);
    expect(readFolderDigits(folder)).toBe(digits);
  });

  it('refuses a file that holds something else, by its name', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'agent-digits'), 'user@host');
    expect(() => readFolderDigits(folder)).toThrow(/agent-digits does not hold six hex digits: delete it\.$/);
  });

  it('leaves no draft behind where the name is taken by a folder', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'agent-digits'));
    expect(() => readFolderDigits(folder)).toThrow();
    expect(existsSync(join(folder, 'agent-digits'))).toBe(true);
  });
});

describe('randomDigits', () => {
  it('differ', () => {
    expect(new Set(Array.from({ length: 20 }, randomDigits)).size).toBeGreaterThan(15);
  });
});
