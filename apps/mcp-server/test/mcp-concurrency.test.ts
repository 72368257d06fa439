import type { OutcomeRecord } from '@qis/core';
import { MemoryTransport } from '@qis/memory';
import { trustLoopback } from '@qis/rest/gateway';
import { describe, expect, it } from 'vitest';
import { deposit, json, modern, modernHeaders, post } from './bare-messages.ts';
import { type EndpointFixture, endpointFixture } from './mcp-endpoint-fixture.ts';

describe('more than so many at once are refused,', () => {
  const MANY = 256;
  /** Nobody may take more than half. */
  const from = (n: number): Record<string, string> => ({ 'qis-voter': n % 2 === 0 ? 'ann' : 'bob' });
  const eras = [
    ['2025', deposit, json],
    ['2026', modern, modernHeaders],
  ] as const;

  /** A store that keeps writes waiting, and counts them. */
  async function waiting(): Promise<
    EndpointFixture & { readonly begun: () => number; readonly go: () => void }
  > {
    let go = (): void => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    let begun = 0;
    class Waiting extends MemoryTransport {
      override async write(records: readonly OutcomeRecord[]): Promise<void> {
        begun++;
        await gate;
        await super.write(records);
      }
    }
    const fixture = await endpointFixture(trustLoopback, { transport: new Waiting() });
    return { ...fixture, begun: () => begun, go };
  }

  it.each(eras)('until they are through: %s', async (_, message, headers) => {
    const { url, begun, go } = await waiting();
    const inside = Array.from({ length: MANY }, (_, n) => post(url, message, { ...headers, ...from(n) }));
    await expect.poll(begun, { timeout: 20_000 }).toBe(MANY);
    const answer = await post(url, message, headers);
    expect(JSON.parse(answer.text)).toMatchObject({ status: 503, code: 'OVERLOADED', retryable: true });
    expect(answer.headers.get('retry-after')).toBe('1');
    go();
    expect((await Promise.all(inside)).every(({ status }) => status === 200)).toBe(true);
    expect((await post(url, message, headers)).status).toBe(200);
  });

  it.each(eras)('or until those who sent them have gone: %s', async (_, message, headers) => {
    const { url, begun, go } = await waiting();
    const leaving = new AbortController();
    const init = { method: 'POST', body: JSON.stringify(message), signal: leaving.signal };
    const inside = Array.from({ length: MANY }, async (_, n) =>
      (await fetch(url, { ...init, headers: { ...headers, ...from(n) } })).text(),
    );
    await expect.poll(begun, { timeout: 20_000 }).toBe(MANY);
    leaving.abort();
    await Promise.allSettled(inside);
    const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
    await expect.poll(async () => (await post(url, list)).status, { timeout: 20_000 }).toBe(200);
    go();
  });
});
