import { describe, expect, test } from 'vitest';
import { type Outcome, openDamaged, spoil, type Wreck, wreck } from './damage.ts';
import { randomFrom } from './random.ts';

const random = randomFrom(5);

async function spoilt(left: Wreck, times: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let n = 0; n < times; n++) outcomes.push(await openDamaged(left, (wal) => spoil(random, wal)));
  return outcomes;
}

describe('a write-ahead log that is cut, or has a flipped bit', () => {
  test('leaves the first of its commits, each whole', async () => {
    const left = await wreck(random, (commits) => commits === 40);
    expect(await openDamaged(left, (wal) => wal)).toEqual({ commits: 40 });
    expect(await openDamaged(left, (wal) => wal.subarray(0, 0))).toEqual({ commits: 0 });
    const outcomes = await spoilt(left, 40);
    const kept = outcomes.map((outcome) => ('commits' in outcome ? outcome.commits : outcome.code));
    expect(kept).toEqual(kept.map(() => expect.any(Number)));
    expect(new Set(kept).size).toBeGreaterThan(10);
  });

  test('and had been copied into the file already: the same, or STORE_DAMAGED, and an examination says so', async () => {
    let copies = 0;
    const left = await wreck(random, (_, copied) => copied && ++copies === 6);
    for (const outcome of await spoilt(left, 30)) {
      if ('code' in outcome) expect(outcome.code).toBe('STORE_DAMAGED');
    }
  });
}, 60_000);
