import { expect, test } from 'vitest';
import { Progress } from './progress.ts';

function screenOf(isTTY: boolean) {
  const lines: string[] = [];
  return { lines, isTTY, columns: 60, write: (text: string) => lines.push(text) };
}

test('where a line cannot be renewed, one is written for each suite and every ten seconds', () => {
  const screen = screenOf(false);
  let now = 0;
  const progress = new Progress(['mcp', 'quality'], false, screen, () => now);
  for (now = 0; now < 25_000; now += 1_000) progress.show('mcp', now / 50_000, 'spawns');
  progress.show('quality', 0, 'begins');
  expect(screen.lines.map((line) => line.split('  ')[1])).toEqual([
    'mcp: spawns',
    'mcp: spawns',
    'mcp: spawns',
    'quality: begins',
  ]);
  expect(screen.lines.every((line) => line.endsWith('left)\n'))).toBe(true);
});

test('what is left is told by what was done', () => {
  const screen = screenOf(false);
  let now = 0;
  const progress = new Progress(['mcp'], false, screen, () => now);
  now = 60_000;
  progress.show('mcp', 0.25, 'spawns');
  expect(screen.lines).toEqual(['25%  mcp: spawns  (3 min left)\n']);
});

test('a terminal has one line, which is renewed and never wraps', () => {
  const screen = screenOf(true);
  const progress = new Progress(['mcp'], false, screen, () => 0);
  progress.show('mcp', 0, 'x'.repeat(200));
  expect(screen.lines[0]?.startsWith('\r\u001b[2K')).toBe(true);
  expect(screen.lines[0]).toHaveLength('\r\u001b[2K'.length + 59);
  expect(screen.lines[0]).not.toContain('\n');
});
