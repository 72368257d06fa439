import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readTextSource } from './text-source.ts';

function fileOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'qis-text-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'text.jsonl');
  writeFileSync(path, text);
  return path;
}

test('texts are different, as many as asked for, and the same for the same seed', () => {
  const source = readTextSource();
  const texts = source.texts(5_000, 1);
  expect(new Set(texts).size).toBe(5_000);
  expect(source.texts(5_000, 1)).toEqual(texts);
  expect(source.texts(5_000, 2)).not.toEqual(texts);
  expect(source.texts(5_000, 1).every((text) => Buffer.byteLength(text) <= 300)).toBe(true);
});

test('a text of too few words for so many variations is said to be one', () => {
  expect(() => readTextSource(fileOf('one two\nthree')).texts(1_000, 1)).toThrow(/variations/);
});

test('lines that no packet has room for are left out, in bytes', () => {
  const { wordings } = readTextSource(fileOf(`${'語'.repeat(101)}\n${'語'.repeat(100)}\n`));
  expect(wordings.map(({ text }) => text.length)).toEqual([100]);
});
