// Write-ahead logs of killed processes, cut or with a flipped bit 2,400 times: the store opens to a prefix of its commits, or says STORE_DAMAGED.
import { expect, test } from 'vitest';
import { openDamaged, spoil, wreck } from './damage.ts';
import { randomFrom } from './random.ts';

/** When the process is killed, given its commits and the times that the log was copied into the file. */
const MOMENTS: Readonly<Record<string, (commits: number, copies: number, since: number) => boolean>> = {
  'before the log was copied': (commits) => commits === 60,
  'when it has just been copied': (_, copies, since) => copies === 1 && since === 0,
  'when it has been copied for the sixth time': (_, copies, since) => copies === 6 && since === 0,
  'some commits later': (_, copies, since) => copies === 2 && since === 25,
};

test.each(Object.entries(MOMENTS))('killed %s', async (_, isMoment) => {
  for (let seed = 0; seed < 6; seed++) {
    const random = randomFrom(seed);
    let copies = 0;
    let since = 0;
    const left = await wreck(random, (commits, copied) => {
      if (copied) copies++;
      since = copied ? 0 : since + 1;
      return isMoment(commits, copies, since);
    });
    for (let n = 0; n < 100; n++) {
      const outcome = await openDamaged(left, (wal) => spoil(random, wal));
      if ('code' in outcome) expect(outcome.code).toBe('STORE_DAMAGED');
    }
  }
});
