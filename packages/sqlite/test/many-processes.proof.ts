// 8 processes deposit 1,000 packets each into one file while 4 ask: none is lost or doubled, no call fails, each is found by the next query.
import { test } from 'vitest';
import { depositAndFind } from './many-processes.ts';

test('8 processes deposit 1,000 packets each while each of 4 asks for every one of them', async () => {
  await depositAndFind({ writers: 8, deposits: 1_000, readers: 4, asked: 4 });
});
