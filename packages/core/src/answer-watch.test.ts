import { describe, expect, it } from 'vitest';
import { ListTransport } from '../test/list-transport.ts';
import { WordEmbedder } from '../test/word-embedder.ts';
import type { OutcomePacketInput } from './packet.ts';
import { OutcomeRouter } from './router.ts';

const start = 1_763_900_000;
const problem_description = 'tls handshake fails after renewal of the certificate';

interface Fleet {
  readonly transport: ListTransport;
  readonly clock: { now: number };
  /** A router as another process has it, over the same store. */
  router(): OutcomeRouter;
  deposit(agent_id: string, packet?: Partial<OutcomePacketInput>): Promise<string>;
}

function fleet(transport = new ListTransport()): Fleet {
  const clock = { now: start };
  const router = () => new OutcomeRouter({ transport, embedder: new WordEmbedder(), now: () => clock.now });
  const writer = router();
  const deposit = async (agent_id: string, packet: Partial<OutcomePacketInput> = {}): Promise<string> => {
    clock.now += 60;
    const resolved = {
      problem_description,
      outcome_type: 'resolved',
      confidence: 0.9,
      delta_summary: 'sent the chain',
    };
    return (await writer.deposit({ ...resolved, ttl: 86_400, agent_id, ...packet } as OutcomePacketInput)).id;
  };
  return { transport, clock, router, deposit };
}

const open = { outcome_type: 'open', delta_summary: '' } as const;
const elsewhere = { problem_description: 'soup is salty' };

describe('answers', () => {
  it('tell a voter of a reply to its open problem, in another session too, and once', async () => {
    const { router, deposit } = fleet();
    const open_id = await deposit('ann#1', open);
    const id = await deposit('bob#1', { ...elsewhere, in_reply_to: [open_id] });
    const asking = router();
    expect(await asking.answers('ann#2')).toEqual([
      {
        id,
        outcome_type: 'resolved',
        delta_summary: 'sent the chain',
        open_id,
        open_problem: problem_description,
      },
    ]);
    expect(await asking.answers('ann#2')).toEqual([]);
    expect(await router().answers('ann#3')).toHaveLength(1); // another process has not told yet
  });

  it('tell of a resolved packet on the same problem that came later, though it replies to nothing', async () => {
    const { router, deposit } = fleet();
    const asking = router();
    await deposit('cem#1'); // known before: no news
    await deposit('ann#1', open);
    expect(await asking.answers('ann#1')).toEqual([]);
    await deposit('bob#1', elsewhere);
    await deposit('bob#1', { outcome_type: 'contradicted' });
    expect(await asking.answers('ann#1')).toEqual([]);
    const id = await deposit('bob#1', {
      problem_description: 'after renewal of the certificate the tls handshake fails',
    });
    expect(await asking.answers('ann#1')).toMatchObject([{ id }]);
  });

  it('see what the voter left open through this router after the first look', async () => {
    const { router, deposit, clock } = fleet();
    const asking = router();
    expect(await asking.answers('ann#1')).toEqual([]);
    clock.now += 60;
    const packet = { problem_description, ...open, confidence: 0.5, ttl: 86_400, agent_id: 'ann#1' };
    const { id: open_id } = await asking.deposit(packet);
    const id = await deposit('bob#1', { ...elsewhere, in_reply_to: [open_id] });
    expect(await asking.answers('ann#1')).toMatchObject([{ id, open_id }]);
  });

  it('are of other voters, about this voter’s problems, and live', async () => {
    const { router, deposit, clock } = fleet();
    const ofAnn = await deposit('ann#1', open);
    const ofDora = await deposit('dora#1', { ...open, problem_description: 'redis forgets keys' });
    await deposit('ann#2', { delta_summary: 'her own, in another session' });
    await deposit('bob#1', { ...elsewhere, in_reply_to: [ofDora] });
    await deposit('bob#1', { ...elsewhere, in_reply_to: [ofAnn], ttl: 60, delta_summary: 'short-lived' });
    clock.now += 3_600;
    expect(await router().answers('ann#1')).toEqual([]);
    clock.now += 86_400;
    expect(await router().answers('dora#1')).toEqual([]); // her problem has expired, too
  });

  it('end once the voter has replied to the answer, or closed the problem itself', async () => {
    const { router, deposit } = fleet();
    const open_id = await deposit('ann#1', open);
    const id = await deposit('bob#1', { ...elsewhere, in_reply_to: [open_id] });
    expect(await router().answers('ann#1')).toHaveLength(1);
    await deposit('ann#1', { ...elsewhere, in_reply_to: [id] });
    expect(await router().answers('ann#1')).toEqual([]);
    await deposit('cem#1', { ...elsewhere, in_reply_to: [open_id] });
    expect(await router().answers('ann#1')).toHaveLength(1);
    await deposit('ann#1', { delta_summary: 'found it', in_reply_to: [open_id] });
    expect(await router().answers('ann#1')).toEqual([]);
  });

  it('come two at a time, each once', async () => {
    const { router, deposit } = fleet();
    const open_id = await deposit('ann#1', open);
    const ids: string[] = [];
    for (const agent of ['bob', 'cem', 'dora']) {
      ids.push(await deposit(agent, { ...elsewhere, delta_summary: agent, in_reply_to: [open_id] }));
    }
    const asking = router();
    const told = [
      await asking.answers('ann#1'),
      await asking.answers('ann#1'),
      await asking.answers('ann#1'),
    ];
    expect(told.map((answers) => answers.length)).toEqual([2, 1, 0]);
    expect(
      told
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids.sort());
  });

  it('are searched for by closeness for two problems with each call, in turn', async () => {
    const { router, deposit, transport } = fleet();
    const problems = [
      'redis forgets keys',
      'soup is salty',
      'printer eats paper',
      'build takes ages',
      'disk is full',
    ];
    for (const each of problems) await deposit('ann#1', { ...open, problem_description: each });
    const ids: string[] = [];
    for (const each of problems)
      ids.push(await deposit('bob#1', { problem_description: each, delta_summary: each }));
    const asking = router();
    const told: string[] = [];
    for (let call = 0; call < 3; call++) {
      const before = transport.calls.filter((name) => name === 'search').length;
      told.push(...(await asking.answers('ann#1')).map(({ id }) => id));
      expect(transport.calls.filter((name) => name === 'search').length - before).toBe(2);
    }
    expect(told.sort()).toEqual(ids.sort());
  });

  it('cost a voter without open problems one look at the store, and an unnamed agent none', async () => {
    const { router, transport } = fleet();
    const asking = router();
    await asking.answers('ann#1');
    await asking.answers('ann#1');
    await asking.answers('');
    expect(transport.calls.filter((call) => call === 'scan' || call === 'search')).toEqual(['scan']);
  });

  it('are looked for by closeness alone where the store keeps no replies', async () => {
    class NoReplies extends ListTransport {
      override readonly capabilities = {};
    }
    const { router, deposit } = fleet(new NoReplies());
    await deposit('ann#1', open);
    const id = await deposit('bob#1');
    expect(await router().answers('ann#1')).toMatchObject([{ id }]);
  });
});
