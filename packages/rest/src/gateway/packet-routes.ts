import { matchesFilter, OutcomeError, type OutcomeRecord, packetInputSchema } from '@qis/core';
import { z } from 'zod';
import { GatewayError } from './gateway-error.ts';
import { assertVoter, signed } from './principal.ts';
import type { Call, Route } from './route.ts';
import { batch, MAX_BATCH, receiptSchema, storedPacketSchema } from './schemas.ts';

/** Packets, for people and agents: no vectors, ids and voters of the gateway's making. */
export const packetRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/packets',
    scope: 'deposit',
    summary: 'Deposits one packet or a list of them; of a list all or none are valid',
    body: { schema: z.union([packetInputSchema, batch(packetInputSchema)]), code: 'INVALID_PACKET' },
    answer: z.union([receiptSchema, z.array(receiptSchema)]),
    // The router reads packets itself, with an error for each fault.
    run: (call) => {
      const { router, body, signal } = call;
      if (!Array.isArray(body)) return router.deposit(signed(body, call, ''), { signal });
      if (body.length > MAX_BATCH) {
        throw new OutcomeError(
          'INVALID_PACKET',
          `The list holds more than ${MAX_BATCH} packets: send less at once.`,
        );
      }
      const packets = body.map((each, i) => signed(each, call, `packets[${i}]`));
      return router.deposit(packets, { signal });
    },
  },
  {
    method: 'GET',
    path: '/v1/packets/:id',
    scope: 'query',
    summary: 'Reads a live packet',
    answer: storedPacketSchema,
    run: async (call) => {
      const { vector: _, ...record } = await recordOf(call);
      if (!matchesFilter({ now: call.router.now() }, record)) throw notFound();
      return record;
    },
  },
  {
    method: 'DELETE',
    path: '/v1/packets/:id',
    scope: 'deposit',
    summary: 'Takes a packet of its own voter back; with admin, anybody’s',
    run: async (call) => {
      const { router, principal, id, signal } = call;
      const { voter } = await recordOf(call);
      if (!principal.scopes.includes('admin')) assertOwn(principal.voter, voter);
      await router.transport.remove([id], { signal });
      return undefined;
    },
  },
];

/** Whoever is bound to no voter has no packets of its own. */
export function assertOwn(own: string | undefined, voter: string): void {
  if (own === undefined)
    throw new GatewayError(403, 'FORBIDDEN', 'Without a voter, removing packets needs admin.');
  assertVoter(own, voter, 'id');
}

async function recordOf({ router, id, signal }: Call): Promise<OutcomeRecord> {
  const [record] = await router.transport.get([id], { now: router.now(), includeExpired: true, signal });
  if (!record) throw notFound();
  return record;
}

function notFound(): GatewayError {
  return new GatewayError(404, 'NOT_FOUND', 'There is no packet of this id; it may have expired.');
}
