// What must not compile: each line below is an error that the type check expects.
import { expect, it } from 'vitest';
import { createPacket, type OutcomePacket, type OutcomePacketInput, OutcomeRouter } from '../src/index.ts';
import { ListTransport } from './list-transport.ts';
import { WordEmbedder } from './word-embedder.ts';

const input: OutcomePacketInput = {
  problem_description: 'p',
  outcome_type: 'open',
  confidence: 0,
  delta_summary: '',
};

it('refuses wrong packets at compile time', () => {
  const packet: OutcomePacket = createPacket(input, 0);
  // @ts-expect-error a packet does not change
  expect(() => (packet.confidence = 1)).toThrow(TypeError);
  // @ts-expect-error nor do its lists
  expect(() => packet.domain_tags.push('late')).toThrow(TypeError);
  // @ts-expect-error the outcome types are four
  expect(() => createPacket({ ...input, outcome_type: 'solved' })).toThrow('outcome_type');
  // @ts-expect-error what only the author knows must be there
  expect(() => createPacket({ problem_description: 'p', outcome_type: 'open', confidence: 0 })).toThrow(
    'delta_summary',
  );
  // @ts-expect-error field names are snake_case in every layer
  expect(() => createPacket({ ...input, domainTags: [] })).toThrow('domainTags');
});

it('refuses wrong calls at compile time', async () => {
  const router = new OutcomeRouter({ transport: new ListTransport(), embedder: new WordEmbedder() });
  // @ts-expect-error options are camelCase
  await expect(router.query('p', { top_k: 3 })).rejects.toThrow('top_k');
  // @ts-expect-error floors are rules, not numbers
  await expect(router.query('p', { floor: 0.5 })).rejects.toThrow('floor');
  const { hits } = await router.query('p');
  // @ts-expect-error hits are the answer's, not the caller's
  hits.length = 0;
});
