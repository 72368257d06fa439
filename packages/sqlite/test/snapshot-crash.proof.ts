// A builder of index files killed at 100 random moments, and once with nobody shortening its 30 s: answers stay right, the next process builds.
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { fileFaults } from './file-faults.ts';
import { packetIdOf } from './packets.ts';
import { randomFrom } from './random.ts';
import {
  builder,
  deposit,
  expectAnswersMeanwhile,
  expectBuilt,
  killWhileWriting,
  RECORDS,
  storeWithoutIndex,
} from './snapshot-crash.ts';
import { endLease, indexFiles, readCollection } from './store-file.ts';

/** Changes that call for the next index file. */
const DUE = 250;

test('100 builders killed at random moments', async () => {
  const random = randomFrom(1);
  const path = await storeWithoutIndex();
  const witness = builder(path);
  const seen = { published: 0, written: 0, nothing: 0 };
  let longest = 0;
  for (let round = 0; round < 100; round++) {
    const agent = builder(path);
    await deposit(agent, RECORDS + round * DUE, RECORDS + (round + 1) * DUE);
    await agent.ask(
      'remove',
      Array.from({ length: DUE }, (_, n) => packetIdOf(round * DUE + n)),
    );
    const before = [readCollection(path).file, indexFiles(path).length] as const;
    if (round % 10 === 0) {
      const start = performance.now();
      await expectBuilt(agent, path, RECORDS);
      longest = performance.now() - start;
    } else {
      await agent.ask('query', { problem: 'anything', topK: 1 });
      await pause(random() * longest);
    }
    await agent.kill();
    if (readCollection(path).file !== before[0]) seen.published++;
    else seen[indexFiles(path).length > before[1] ? 'written' : 'nothing']++;
    const { stored, faults } = await witness.ask('audit', null);
    expect([...faults, ...(await fileFaults(path))]).toEqual([]);
    expect(stored).toHaveLength(RECORDS);
    endLease(path);
  }
  await expectBuilt(witness, path, RECORDS);
  // The moments were such that each of these was met.
  expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(0);
  await witness.close();
});

test('a killed builder is succeeded after 30 s by a process that goes on asking', async () => {
  const path = await storeWithoutIndex();
  const [first, other] = [builder(path), builder(path)];
  await killWhileWriting(first, path);
  const start = performance.now();
  await expectAnswersMeanwhile(other, path);
  while ((await other.ask('details', null)).index === 'exact') {
    await other.ask('query', { problem: 'anything', topK: 1 });
    await pause(100);
  }
  expect(performance.now() - start).toBeLessThan(60_000);
  await expectBuilt(other, path, RECORDS);
  await other.close();
});
