import { test } from 'vitest';
import { depositAndFind } from './many-processes.ts';

test('8 processes deposit 150 packets each while 4 ask: none is lost or doubled, none fails, each is found at once', async () => {
  await depositAndFind({ writers: 8, deposits: 150, readers: 4, asked: 1 });
}, 120_000);
