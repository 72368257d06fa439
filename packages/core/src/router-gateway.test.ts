// What a router offers to gateways, beside its verbs.
import { describe, expect, it } from 'vitest';
import { ListTransport } from '../test/list-transport.ts';
import { WordEmbedder } from '../test/word-embedder.ts';
import type { OutcomePacketInput } from './packet.ts';
import { packetId } from './packet-id.ts';
import { OutcomeRouter } from './router.ts';

const now = 1_763_900_000;
const outcome: OutcomePacketInput = {
  problem_description: 'tls handshake fails',
  outcome_type: 'resolved',
  confidence: 0.9,
  delta_summary: 'served the full chain',
  agent_id: 'ann#1',
};

function fixture(): { router: OutcomeRouter; transport: ListTransport; embedder: WordEmbedder } {
  const transport = new ListTransport();
  const embedder = new WordEmbedder();
  const gate = ({ delta_summary }: { delta_summary: string }) =>
    delta_summary === 'key' ? { reason: 'it holds a key.' } : undefined;
  return { router: new OutcomeRouter({ transport, embedder, gate, now: () => now }), transport, embedder };
}

describe('open', () => {
  it('tells the fingerprint and the floor', async () => {
    const { router, embedder } = fixture();
    expect(await router.open()).toEqual({ fingerprint: embedder.fingerprint, floor: embedder.floor });
  });
});

describe('embed', () => {
  it('makes vectors in the space of the collection', async () => {
    const { router, embedder } = fixture();
    expect(await router.embed(['a', 'b'])).toEqual(await embedder.embed(['a', 'b']));
  });
});

describe('admit', () => {
  it('makes of packets what a deposit stores, and stores nothing', async () => {
    const { router, transport } = fixture();
    const [draft] = await router.admit([outcome]);
    expect(transport.records.size).toBe(0);
    await router.deposit(outcome);
    const [stored] = transport.records.values();
    expect({ ...draft, vector: stored?.vector }).toEqual(stored);
    expect(draft?.id).toBe(draft && packetId(draft.packet));
  });

  it.each([
    [{ delta_summary: 'key' }, 'DEPOSIT_REFUSED', 'packets[1]'],
    [{ confidence: 2 }, 'INVALID_PACKET', 'packets[1].confidence'],
    [{ timestamp: now + 301 }, 'INVALID_PACKET', 'packets[1].timestamp'],
    [{ timestamp: now - 10, ttl: 1 }, 'PACKET_EXPIRED', 'packets[1].ttl'],
  ])('refuses what a deposit would, naming the field: %j', async (fault, code, field) => {
    const { router } = fixture();
    await expect(router.admit([outcome, { ...outcome, ...fault }])).rejects.toMatchObject({ code, field });
  });

  it('lets in what has expired where it is told to, and nothing else', async () => {
    const { router } = fixture();
    const expired = { ...outcome, timestamp: now - 10, ttl: 1 };
    expect(await router.admit([expired], { includeExpired: true })).toMatchObject([{ expires_at: now - 9 }]);
    const ahead = router.admit([{ ...outcome, timestamp: now + 301 }], { includeExpired: true });
    await expect(ahead).rejects.toMatchObject({ code: 'INVALID_PACKET' });
  });
});
