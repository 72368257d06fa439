import {
  createPacket,
  OutcomeError,
  type OutcomePacketInput,
  type OutcomeRecord,
  OutcomeRouter,
} from '@qis/core';
import { MemoryTransport } from '@qis/memory';
import { describe, expect, it } from 'vitest';
import { type GatewayFixture, gatewayFixture, idOf, NOW, outcome } from '../../test/gateway-fixture.ts';
import { TrigramEmbedder } from '../../test/trigram-embedder.ts';
import { RestTransport } from '../rest-transport.ts';
import { vectorToText } from '../wire/vector-text.ts';
import { createGateway } from './create-gateway.ts';
import type { Principal } from './principal.ts';

const ann: Principal = { name: 'ann-laptop', scopes: ['records'], voter: 'ann' };
const admin: Principal = { name: 'operator', scopes: ['records', 'admin'], voter: 'operator' };
const foreignId = '0b3c7bd4-0a5e-4c8e-9f39-3f8f6a3ff001';
const path = '/v1/records/write';

function written(fields: Partial<OutcomePacketInput> = {}, record: object = {}): object {
  return {
    records: [{ packet: createPacket({ ...outcome, agent_id: 'ann#1', ...fields }, NOW), ...record }],
  };
}

function gatewayFor(principal: Principal): GatewayFixture {
  return gatewayFixture({
    authenticate: () => principal,
    gate: ({ delta_summary }) => (delta_summary.includes('AKIA') ? { reason: 'it holds a key.' } : undefined),
  });
}

async function everything({ router }: GatewayFixture): Promise<readonly OutcomeRecord[]> {
  const query = { limit: 10, filter: { now: NOW, includeExpired: true }, withVectors: true };
  return (await router.transport.scan(query)).records;
}

describe('records that a transport writes', () => {
  it('are stored under computed ids, with the vector of the problem where they bring none', async () => {
    const fixture = gatewayFor(ann);
    const id = idOf({ agent_id: 'ann#1' });
    expect((await fixture.ask('POST', path, written())).json).toEqual({ ids: [id] });
    const [vector] = await fixture.router.embed([outcome.problem_description]);
    expect(await everything(fixture)).toMatchObject([{ id, voter: 'ann', vector }]);
  });

  it.each([
    ['another voter', written({ agent_id: 'bob#1' }), 403, 'FORBIDDEN'],
    ['another id', written({}, { id: foreignId }), 403, 'FORBIDDEN'],
    ['what has expired', written({ timestamp: NOW - 10, ttl: 1 }), 400, 'PACKET_EXPIRED'],
    ['what the gate refuses', written({ delta_summary: 'AKIA' }), 422, 'DEPOSIT_REFUSED'],
    ['a packet from the future', written({ timestamp: NOW + 301 }), 400, 'INVALID_PACKET'],
    [
      'a packet with a fault',
      { records: [{ packet: { ...outcome, confidence: 2 } }] },
      400,
      'INVALID_PACKET',
    ],
    ['a packet with another key', { records: [{ packet: { ...outcome, x: 1 } }] }, 400, 'INVALID_PACKET'],
    ['a record with another key', written({}, { voter: 'bob' }), 400, 'INVALID_PACKET'],
    ['no UUID', written({}, { id: 'id' }), 400, 'INVALID_PACKET'],
    ['a vector that is none', written({}, { vector: 'AAA' }), 400, 'INVALID_PACKET'],
    ['a vector of another length', written({}, { vector: vectorOf(64, 2) }), 400, 'INVALID_PACKET'],
    ['a vector with NaN', written({}, { vector: vectorOf(64, Number.NaN) }), 400, 'INVALID_PACKET'],
    ['a vector of other dimensions', written({}, { vector: vectorOf(8, 1) }), 409, 'EMBEDDER_MISMATCH'],
  ])('may not hold %s', async (_, body, status, code) => {
    const fixture = gatewayFor(ann);
    expect(await fixture.ask('POST', path, body)).toMatchObject({ status, json: { code } });
    expect(await everything(fixture)).toEqual([]);
  });

  it('may hold others’ voters and ids, and what has expired, where an admin copies them', async () => {
    const fixture = gatewayFor(admin);
    const body = written({ timestamp: NOW - 10, ttl: 1 }, { id: foreignId, vector: vectorOf(64, 1) });
    expect((await fixture.ask('POST', path, body)).json).toEqual({ ids: [foreignId] });
    expect(await everything(fixture)).toMatchObject([{ id: foreignId, voter: 'ann', expires_at: NOW - 9 }]);
  });

  it.each([
    ['what the gate refuses', written({ delta_summary: 'AKIA' }), 'DEPOSIT_REFUSED'],
    ['a packet from the future', written({ timestamp: NOW + 301 }), 'INVALID_PACKET'],
  ])('may not hold %s for an admin either', async (_, body, code) => {
    const fixture = gatewayFor(admin);
    expect((await fixture.ask('POST', path, body)).json).toMatchObject({ code });
    expect(await everything(fixture)).toEqual([]);
  });

  it('are removed by their voter or an admin, all or none', async () => {
    const fixture = gatewayFor(ann);
    const receipts = await fixture.router.deposit(
      ['ann#1', 'bob#1'].map((agent_id) => ({ ...outcome, agent_id })),
    );
    const ids = receipts.map(({ id }) => id);
    expect((await fixture.ask('POST', '/v1/records/remove', { ids })).status).toBe(403);
    expect(await everything(fixture)).toHaveLength(2);
    expect((await fixture.ask('POST', '/v1/records/remove', { ids: ids.slice(0, 1) })).status).toBe(200);
    expect(await everything(fixture)).toMatchObject([{ voter: 'bob' }]);
  });
});

it('tells the author of a deposit, through a router and a transport, why the gateway’s gate refused it', async () => {
  const { gateway } = gatewayFor(ann);
  const transport = new RestTransport({
    url: 'http://localhost/v1',
    fetch: (url, init) => gateway(new Request(url, init)),
  });
  const router = new OutcomeRouter({ transport, now: () => NOW });
  const deposit = router.deposit({ ...outcome, agent_id: 'ann#1', delta_summary: 'AKIA' });
  const error = await deposit.catch((thrown: unknown) => thrown);
  expect(OutcomeError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({
    code: 'DEPOSIT_REFUSED',
    message: expect.stringContaining('it holds a key'),
  });
});

/** So many numbers, the first of them this and the others 0. */
function vectorOf(dimensions: number, first: number): string {
  return vectorToText(Float32Array.from({ length: dimensions }, (_, i) => (i === 0 ? first : 0)));
}

it('a vector of any length is measured', async () => {
  const { ask } = gatewayFor(ann);
  const vector = vectorToText(new Float32Array(200_000));
  expect(await ask('POST', path, written({}, { vector }))).toMatchObject({
    status: 400,
    json: { code: 'INVALID_PACKET', field: 'records[0].vector' },
  });
});

it('what cannot be read has no voter that could be asked for, and stays', async () => {
  class Unreading extends MemoryTransport {
    override get = async (): Promise<readonly OutcomeRecord[]> => [];
  }
  const transport = new Unreading();
  const router = new OutcomeRouter({ transport, embedder: new TrigramEmbedder(), now: () => NOW });
  const { id } = await router.deposit({ ...outcome, agent_id: 'bob#1' });
  const removing = (principal: Principal): Promise<Response> =>
    createGateway(router, { authenticate: () => principal })(
      new Request('http://localhost/v1/records/remove', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ids: [id] }),
      }),
    );
  expect((await removing(ann)).status).toBe(200);
  expect((await router.stats()).packets).toBe(1);
  expect((await removing(admin)).status).toBe(200);
  expect((await router.stats()).packets).toBe(0);
});
