import { join } from 'node:path';
import type { OutcomePacketInput } from '@qis/core';
import { expect } from 'vitest';
import { SpawnedAgent } from './spawned-agent.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface Load {
  readonly writers: number;
  /** By each writer. */
  readonly deposits: number;
  readonly readers: number;
  /** How many readers are asked for a packet once it is acknowledged. */
  readonly asked: number;
}

/** Deposits that the writer numbered `w` has under way: the first waits for each, the others share commits more and more. */
const inFlight = (w: number): number => 1 + 2 * w;

/** All deposit and ask at once, over a file that is not there yet. Any failure of any call fails it. */
export async function depositAndFind({ writers, deposits, readers, asked }: Load): Promise<void> {
  const path = join(temporaryFolder(), 'outcomes.db');
  const agents = Array.from({ length: writers + readers }, () => new SpawnedAgent({ path }));
  const asking = agents.slice(writers);
  const acknowledged = new Map<string, OutcomePacketInput>();
  let turn = 0;

  const ask = async (reader: SpawnedAgent, problem: string, id: string): Promise<void> => {
    expect(await reader.ask('query', { problem, topK: 1 }), `the answer to ${problem}`).toEqual([id]);
  };
  const deposit = async (writer: SpawnedAgent, packet: OutcomePacketInput): Promise<void> => {
    const [id = ''] = await writer.ask('deposit', [packet]);
    acknowledged.set(id, packet);
    const chosen = Array.from({ length: asked }, () => asking[turn++ % readers] as SpawnedAgent);
    await Promise.all(chosen.map((reader) => ask(reader, packet.problem_description, id)));
  };
  const write = async (writer: SpawnedAgent, w: number): Promise<void> => {
    let n = 0;
    const inTurn = async (): Promise<void> => {
      while (n < deposits) await deposit(writer, packetOf(w, n++));
    };
    await Promise.all(Array.from({ length: inFlight(w) }, inTurn));
  };
  await Promise.all(agents.slice(0, writers).map(write));

  expect(acknowledged.size).toBe(writers * deposits);
  const late = new SpawnedAgent({ path });
  for (const agent of [agents[0], asking[0], late] as SpawnedAgent[]) {
    const { stored, faults } = await agent.ask('audit', null);
    expect(faults).toEqual([]);
    expect(stored).toHaveLength(acknowledged.size);
    for (const { id, packet } of stored) expect(packet).toMatchObject(acknowledged.get(id) ?? { id });
  }
  await Promise.all([...agents, late].map((agent) => agent.close()));
}

function packetOf(w: number, n: number): OutcomePacketInput {
  return {
    problem_description: `problem ${n} of writer ${w}`,
    outcome_type: 'resolved',
    confidence: n / 10_000,
    delta_summary: `remedy ${n}`,
    domain_tags: [`writer-${w}`],
    agent_id: `writer-${w}#${n}`,
  };
}
