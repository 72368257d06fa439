import { createHash } from 'node:crypto';
import type { OutcomePacketInput } from '../src/packet.ts';
import type { Evidence } from '../src/synthesis/synthesize.ts';
import type { Hit, OutcomeRecord } from '../src/transport.ts';
import { WordEmbedder } from './word-embedder.ts';

/** Seconds since the epoch at which all evidence is weighed. */
export const now = 1_763_900_000;
export const day = 86_400;
export const problem = 'tls handshake fails after renewal';
const words = new WordEmbedder();

/** What one agent says, as tests write it: found near the question, unless `score` says otherwise. */
export interface Report extends Partial<OutcomePacketInput> {
  readonly voter: string;
  readonly says: string;
  readonly age?: number;
  readonly score?: number;
}

/** A uuid for a name, so that tests can speak of packets by name. */
export function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex').slice(0, 32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export async function hit({ voter, says, age = 0, score = 0.8, ...fields }: Report): Promise<Hit> {
  const [vector = new Float32Array()] = await words.embed([problem]);
  const packet = {
    problem_description: problem,
    outcome_type: 'resolved' as const,
    confidence: 0.9,
    delta_summary: says,
    domain_tags: [],
    timestamp: now - age,
    agent_id: voter,
    ttl: 365 * day,
    ...fields,
  };
  return {
    id: idOf(`${voter}/${says}`),
    packet: packet as Hit['packet'],
    voter,
    vector,
    expires_at: now + day,
    score,
  };
}

export async function evidence(
  reports: readonly Report[],
  replies: readonly OutcomeRecord[] = [],
): Promise<Evidence> {
  const hits = await Promise.all(reports.map(hit));
  const summaries = new Map<string, Float32Array>();
  for (const { packet } of hits) {
    const [vector] = await words.embed([packet.delta_summary]);
    if (vector) summaries.set(packet.delta_summary, vector);
  }
  return { hits, replies, summaries, unreadable: 0, floor: { rule: 'score', min_score: 0.3 }, now };
}
