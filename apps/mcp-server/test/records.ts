import {
  expiresAt,
  type Fingerprint,
  ManagedTransport,
  type OutcomePacket,
  type OutcomeRecord,
  voterOf,
} from '@qis/core';
import { SqliteTransport } from '@qis/sqlite';

/** Seconds since the epoch. The real time, because the program looks at a clock. */
export const NOW: number = Math.floor(Date.now() / 1_000);

export const FINGERPRINT: Fingerprint = {
  model: 'waves',
  revision: '1',
  dtype: 'fp32',
  pooling: 'none',
  normalisation: 'l2',
  dimensions: 16,
};

/** The `n`th of records that all differ; the same for the same `n`. Its id means nothing, as those that the article's stores hold. */
export function record(n: number, packet: Partial<OutcomePacket> = {}): OutcomeRecord {
  const whole: OutcomePacket = {
    problem_description: `problem ${n}: “quotes”, a \\ and 🧩`,
    outcome_type: 'resolved',
    confidence: (n % 100) / 100,
    delta_summary: n % 9 === 0 ? '' : `remedy ${n}`,
    domain_tags: n % 5 === 0 ? [] : [`tag-${n % 10}`, 'every'],
    timestamp: NOW - 100 + n / 1e6,
    agent_id: n % 7 === 0 ? '' : `agent-${n % 7}#s${n}`,
    ttl: 3_600,
    ...packet,
  };
  const { agent_id } = whole;
  return {
    id: idOf(n),
    packet: whole,
    voter: voterOf(agent_id),
    vector: vectorOf(n),
    expires_at: expiresAt(whole),
  };
}

export function records(count: number): OutcomeRecord[] {
  return Array.from({ length: count }, (_, n) =>
    record(n, n % 4 === 1 ? { in_reply_to: [idOf(n - 1)] } : {}),
  );
}

export function idOf(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
}

/** Of unit length; two of them have little to do with each other. */
export function vectorOf(n: number): Float32Array {
  const vector = Float32Array.from({ length: FINGERPRINT.dimensions }, (_, i) =>
    Math.sin((n + 1) * (i + 1) * 1.618),
  );
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** Everything in a store, by id. */
export interface Content {
  readonly fingerprint: Fingerprint | undefined;
  readonly records: readonly OutcomeRecord[];
}

/** Makes a store that holds the records. */
export async function fillStore(
  path: string,
  filling: readonly OutcomeRecord[],
  fingerprint: Fingerprint = FINGERPRINT,
): Promise<void> {
  const store = new ManagedTransport(new SqliteTransport({ path }), { fingerprint: async () => fingerprint });
  await store.write(filling);
  await store.close();
}

export async function readStore(path: string, collection?: string): Promise<Content> {
  const store = new ManagedTransport(
    new SqliteTransport({ path, mustExist: true, ...(collection && { collection }) }),
    {},
  );
  const { fingerprint } = await store.open();
  const found: OutcomeRecord[] = [];
  for (let cursor: string | undefined; ; ) {
    const filter = { now: NOW, includeExpired: true };
    const page = await store.scan({ filter, limit: 500, withVectors: true, ...(cursor && { cursor }) });
    found.push(...page.records);
    cursor = page.cursor;
    if (cursor === undefined) break;
  }
  await store.close();
  return { fingerprint, records: found.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}
