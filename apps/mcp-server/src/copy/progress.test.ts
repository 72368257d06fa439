import { expect, it } from 'vitest';
import { Progress } from './progress.ts';

it('says nothing of short work, and of long work a line every two seconds', () => {
  let time = 0;
  const lines: string[] = [];
  const progress = new Progress(
    (line) => lines.push(line),
    () => time,
  );
  for (time = 0; time < 2_000; time += 100) progress.report('copied', time, 123_456);
  expect(lines).toEqual([]);
  for (; time <= 6_000; time += 100) progress.report('copied', 2 * time, 123_456);
  time = 7_000;
  progress.report('checked', 500);
  time = 8_000;
  progress.report('checked', 3_000);
  expect(lines).toEqual([
    '4,000 of 123,456 copied, 2,000 a second',
    '8,000 of 123,456 copied, 2,000 a second',
    '12,000 of 123,456 copied, 2,000 a second',
    '3,000 checked, 1,500 a second',
  ]);
});

it('does not count what came before the work into its rate', () => {
  let time = 0;
  const lines: string[] = [];
  const progress = new Progress(
    (line) => lines.push(line),
    () => time,
  );
  time = 5_000;
  progress.report('copied', 0, 10);
  time = 7_000;
  progress.report('copied', 8, 10);
  expect(lines).toEqual(['0 of 10 copied', '8 of 10 copied, 4 a second']);
});
