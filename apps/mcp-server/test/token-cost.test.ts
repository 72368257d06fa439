import type { OutcomeRouter } from '@qis/core';
import { instructions } from '@qis/core/tools';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { call, connect } from './connect.ts';
import { fixture, outcome } from './fixture.ts';

const MAX_LISTED = 1_500;
const MAX_ANSWERED = 1_500;
const MAX_SYNTHESIS = 1_000;
const MAX_SYNTHESIS_OF_TEN = 1_600;

/** Texts of many kinds, to be repeated until a packet is as long as it may be. */
const KINDS: readonly (readonly [kind: string, text: string])[] = [
  ['English', 'the deployment fails because a certificate is missing, so install it and restart; '],
  ['Chinese', '部署失败因为证书链不完整，安装完整的证书链然后重启。'],
  ['Japanese', 'デプロイが失敗するのは証明書がないからです。'],
  ['Russian', 'развёртывание не удаётся, потому что нет сертификата; '],
  ['Ethiopic', 'ኢትዮጵያ ውስጥ ችግር መፍትሔ '],
  ['hexadecimal', '9f8e7d6c5b4a3f2e1d0c'],
  ['base64', 'aGVsbG8gd29ybGQgdGhpcyBpcyBhIHRlc3Q'],
  ['random letters', 'xqzjvkwpfymbthrdgcls'],
  ['emoji', '🧑‍🚀🫠🪼🩻🫨🪿🫛'],
  ['quotes and backslashes', '\\"'],
  ['marks', '<a '],
];

function repeated(text: string, bytes: number): string {
  let whole = '';
  while (Buffer.byteLength(whole + text) <= bytes) whole += text;
  return whole;
}

/** Ten packets near the limit of 512 bytes, each of another voter. */
async function depositTen(router: OutcomeRouter, text: string): Promise<void> {
  for (let i = 0; i < 10; i++) {
    const packet = {
      ...outcome,
      problem_description: `${i} ${repeated(text, 190)}`,
      delta_summary: repeated(text, 120),
    };
    await router.deposit({ ...packet, outcome_type: 'resolved', agent_id: `agent-${i}` });
  }
}

describe('the tokens of a model (o200k)', () => {
  it(`that all three tools cost in tools/list are ${MAX_LISTED} at most`, async () => {
    const client = await connect(fixture().server());
    expect(countTokens(JSON.stringify(await client.listTools()))).toBeLessThanOrEqual(MAX_LISTED);
  });

  it.each(KINDS)(
    `that a query for ten long packets costs are ${MAX_ANSWERED} at most: %s`,
    async (_kind, text) => {
      const { router, server } = fixture();
      await depositTen(router, text);
      const answer = await call(await connect(server()), 'query', { problem_description: text });
      const { hits, dropped = 0 } = answer.content as { hits: unknown[]; dropped?: number };
      expect(hits.length + dropped).toBe(10);
      expect(hits.length).toBeGreaterThanOrEqual(2);
      expect(countTokens(answer.text)).toBeLessThanOrEqual(MAX_ANSWERED);
    },
  );

  it.each(KINDS)(
    `that a synthesis of ten long packets costs are ${MAX_SYNTHESIS} at most, ${MAX_SYNTHESIS_OF_TEN} with ten claims: %s`,
    async (_kind, text) => {
      const { router, server } = fixture();
      await depositTen(router, text);
      const client = await connect(server());
      for (const [max_claims, most] of [
        [5, MAX_SYNTHESIS],
        [10, MAX_SYNTHESIS_OF_TEN],
      ] as const) {
        const answer = await call(client, 'synthesize', { problem_description: text, max_claims });
        expect(answer.content?.claims).not.toHaveLength(0);
        expect(countTokens(answer.text)).toBeLessThanOrEqual(most);
      }
    },
  );

  it('are the same at most where packets are full of what a text must escape', async () => {
    const { router, server } = fixture();
    await depositTen(router, '<');
    const client = await connect(server());
    const question = { problem_description: '<' };
    const [found, weighed] = [
      await call(client, 'query', question),
      await call(client, 'synthesize', question),
    ];
    expect(found.content?.hits).not.toHaveLength(0);
    expect(weighed.content?.claims).not.toHaveLength(0);
    expect(countTokens(found.text)).toBeLessThanOrEqual(MAX_ANSWERED);
    expect(countTokens(weighed.text)).toBeLessThanOrEqual(MAX_SYNTHESIS);
  });

  it('leave room for the votes where a synthesis is to explain itself', async () => {
    const { router, server } = fixture();
    await depositTen(router, 'the certificate is missing, install it; ');
    const question = { problem_description: 'the certificate is missing', explain: true };
    const { content } = await call(await connect(server()), 'synthesize', question);
    expect(content?.claims).toEqual([
      expect.objectContaining({ explain: expect.objectContaining({ votes: expect.any(Array) }) }),
    ]);
  });

  it('leave room for ten packets of usual length', async () => {
    const { router, server } = fixture();
    for (let i = 0; i < 10; i++)
      await router.deposit({ ...outcome, outcome_type: 'resolved', agent_id: `a${i}` });
    const { problem_description } = outcome;
    const { content } = await call(await connect(server()), 'query', { problem_description });
    expect(content?.hits).toHaveLength(10);
    expect(content).not.toHaveProperty('dropped');
  });
});

describe('instructions', () => {
  it('take 1,500 characters at most', () => {
    expect(instructions.length).toBeLessThanOrEqual(1_500);
  });

  it('say first when to query and when to deposit', async () => {
    const client = await connect(fixture().server());
    expect(client.getInstructions()).toBe(instructions);
    expect(instructions.slice(0, 160)).toMatch(/Before you work .* call query .* After .* call deposit/);
  });
});
