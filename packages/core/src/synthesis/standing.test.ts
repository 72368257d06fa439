import { describe, expect, it } from 'vitest';
import { hit, type Report } from '../../test/evidence.ts';
import { readStandings, type Standing } from './standing.ts';

const advice: Report = { voter: 'ann', says: 'served the full chain' };

/** Ann's standing after these replies to her packet. */
async function annAfter(...replies: Report[]): Promise<Standing> {
  const packet = await hit(advice);
  const in_reply_to = [packet.id];
  const records = await Promise.all(replies.map((reply) => hit({ in_reply_to, ...reply })));
  return readStandings([packet], records)('ann');
}

const confirms = (voter: string, age = 0): Report => ({ voter, says: `works ${age}`, age });
const disputes = (voter: string, age = 0): Report => ({
  ...confirms(voter, age),
  outcome_type: 'contradicted',
});

describe('what a voter has earned', () => {
  it('is the prior where nobody has replied', async () => {
    expect(await annAfter()).toEqual({ confirmed: 0, disputed: 0, earned: 0.5 });
  });

  it('rises with those who confirm and falls with those who dispute, slowly at first', async () => {
    expect((await annAfter(confirms('bob'))).earned).toBeCloseTo(2 / 3, 10);
    expect((await annAfter(disputes('bob'))).earned).toBeCloseTo(1 / 3, 10);
    const many = Array.from({ length: 20 }, (_, i) => confirms(`voter-${i}`));
    expect((await annAfter(...many)).earned).toBeGreaterThan(0.9);
  });

  it('counts each other voter once, by its newest reply', async () => {
    const changed = await annAfter(confirms('bob', 30), confirms('bob', 20), disputes('bob', 10));
    expect(changed).toMatchObject({ confirmed: 0, disputed: 1 });
  });

  it('is nothing that a voter can say itself, and open replies say nothing', async () => {
    expect(await annAfter(confirms('ann'))).toMatchObject({ confirmed: 0 });
    expect(await annAfter({ ...confirms('bob'), outcome_type: 'open' })).toMatchObject({ confirmed: 0 });
  });

  it('has nothing to do with the confidence that it asserts', async () => {
    const packet = await hit({ ...advice, confidence: 1 });
    expect(readStandings([packet], [])('ann').earned).toBe(0.5);
  });
});
