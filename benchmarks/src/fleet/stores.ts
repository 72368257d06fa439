import { randomUUID } from 'node:crypto';
import { type Embedder, OutcomeRouter, type OutcomeTransport } from '@qis/core';
import { createRouter } from '@qis/mcp-server';
import { MemoryTransport } from '@qis/memory';

/** An empty store for one fleet, and the clock that its router goes by. */
export interface FleetStore {
  readonly router: OutcomeRouter;
  /** Seconds since the epoch; whoever plays moves it on. */
  readonly clock: { now: number };
}

/** Where fleets leave their packets, one fleet after the other. */
export interface FleetStores {
  readonly name: string;
  /** What is not taken away, for the report. */
  readonly leaves: readonly string[];
  /** An empty store. The one before is gone. */
  next(embedder?: Embedder): Promise<FleetStore>;
  /** Takes away what is left. */
  close(): Promise<void>;
}

/** So that the same seed gives the same ages. */
const START = 1_763_000_000;
const DAY = 86_400;
const PAGE = 256;

/** A store in this process for each fleet. */
export function memoryStores(embedder: Embedder): FleetStores {
  return {
    name: 'memory:',
    leaves: [],
    next: async (other = embedder) => {
      const clock = { now: START };
      const transport = new MemoryTransport();
      return { clock, router: new OutcomeRouter({ transport, embedder: other, now: () => clock.now }) };
    },
    close: async () => {},
  };
}

/** Whether a fresh collection can be had there: a gateway serves one, which is somebody's. */
export function canBeFresh(url: string): boolean {
  return !/^https?:/i.test(url);
}

/**
 * A collection of its own on the user's store, emptied before each fleet and at the end. The clock starts two days ago, so
 * that it never runs ahead of those by which stores sweep out what has expired.
 */
export async function ownStores(url: string, embedder: Embedder): Promise<FleetStores> {
  const collection = `bench_fleet_${randomUUID().slice(0, 8)}`;
  const { transport } = await createRouter({ transport: url, collection });
  return {
    name: transport.name,
    leaves: [
      `taking away the collection ${collection}: its packets are removed, and it stays behind empty, since no transport can drop one`,
    ],
    next: async (other = embedder) => {
      await removeAll(transport);
      const clock = { now: Math.floor(Date.now() / 1_000) - 2 * DAY };
      return { clock, router: new OutcomeRouter({ transport, embedder: other, now: () => clock.now }) };
    },
    close: async () => {
      await removeAll(transport);
      await transport.close();
    },
  };
}

async function removeAll(transport: OutcomeTransport): Promise<void> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await transport.scan({
      filter: { now: Date.now() / 1_000, includeExpired: true },
      limit: PAGE,
      ...(cursor !== undefined && { cursor }),
    });
    ids.push(...page.records.map(({ id }) => id));
    cursor = page.cursor;
  } while (cursor !== undefined);
  for (let at = 0; at < ids.length; at += PAGE) await transport.remove(ids.slice(at, at + PAGE));
}
