import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type OutcomePacket, packetId } from '@qis/core';
import { expect } from 'vitest';
import { fileFaults } from './file-faults.ts';
import { type Changes, Ledger, type LedgerCount } from './ledger.ts';
import { CLOCK, packetOf } from './packets.ts';
import { between, randomFrom, some } from './random.ts';
import { AgentGone, SpawnedAgent } from './spawned-agent.ts';
import { endLease } from './store-file.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface Killing {
  readonly kills: number;
  /** Agents that write at the same time. */
  readonly writers: number;
  /** Kills from one comparison to the next. */
  readonly compareEvery: number;
  readonly seed: number;
}

/** Calls that each agent has under way. */
const IN_FLIGHT = 4;
/** An agent is killed when it has answered up to so many calls, and up to so much later. */
const MOST_ANSWERS = 16;
const LONGEST_PAUSE_MS = 20;
/** Records from which on more are removed than deposited. */
const ENOUGH = 300;
/** Few, so that index files are built and superseded all the time. */
const HNSW_FROM = 60;

/** Kills agents in the midst of their work, and compares what is left with what they had been answered. */
export async function killAndCompare(options: Killing): Promise<LedgerCount> {
  const fleet = new Fleet(options.seed);
  for (let killed = 0; killed < options.kills; killed += options.compareEvery) {
    await fleet.liveAndDie(options.writers, options.compareEvery);
    await fleet.compare();
  }
  await fleet.end();
  return fleet.ledger.count;
}

/** Agents over one file, and what is known of it. */
class Fleet {
  readonly ledger: Ledger = new Ledger();
  readonly #settings = { path: join(temporaryFolder(), 'outcomes.db'), hnswFrom: HNSW_FROM, now: CLOCK };
  readonly #random: () => number;
  /** Lives on while the others die, but for every other comparison: then nobody has the file open. */
  #survivor: SpawnedAgent | undefined;
  #comparisons = 0;
  /** Numbers of packets that may be there. */
  #numbers: number[] = [];
  #next = 0;
  #versions = 0;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  async liveAndDie(writers: number, kills: number): Promise<void> {
    let left = kills;
    const oneAfterTheOther = async (): Promise<void> => {
      while (left-- > 0) await this.#life();
    };
    await Promise.all(Array.from({ length: writers }, oneAfterTheOther));
  }

  async compare(): Promise<void> {
    const { path } = this.#settings;
    if (this.#comparisons++ % 2 === 0) {
      await this.#survivor?.kill();
      this.#survivor = new SpawnedAgent(this.#settings);
    }
    endLease(path);
    const { stored, faults: ofIndex } = await (this.#survivor as SpawnedAgent).ask('audit', null);
    const ofLedger = this.ledger.check(new Map(stored.map(({ id, packet }) => [id, packet])));
    const faults = [...ofIndex, ...ofLedger, ...(await fileFaults(path))];
    expect(faults, `after comparison ${this.#comparisons}`).toEqual([]);
    this.#numbers = stored.map(({ packet }) => numberOf(packet));
    endLease(path);
  }

  end(): Promise<void> {
    return (this.#survivor as SpawnedAgent).close();
  }

  async #life(): Promise<void> {
    const agent = new SpawnedAgent(this.#settings);
    let answers = between(this.#random, 1, MOST_ANSWERS);
    const lanes = Array.from({ length: IN_FLIGHT }, async () => {
      while (await this.#change(agent)) if (--answers === 0) await this.#killSoon(agent);
    });
    await Promise.all(lanes);
  }

  async #killSoon(agent: SpawnedAgent): Promise<void> {
    await pause(this.#random() * LONGEST_PAUSE_MS);
    await agent.kill();
  }

  /** Lets an agent do something; whether it answered. */
  async #change(agent: SpawnedAgent): Promise<boolean> {
    const chance = this.#random();
    try {
      if (chance < 0.1) await this.#query(agent);
      else if (chance < (this.#numbers.length > ENOUGH ? 0.4 : 0.2)) await this.#remove(agent);
      else await this.#deposit(agent, chance);
      return true;
    } catch (error) {
      if (error instanceof AgentGone) return false;
      throw error;
    }
  }

  async #deposit(agent: SpawnedAgent, chance: number): Promise<void> {
    const renewed = chance < 0.7 ? some(this.#random, this.#numbers, between(this.#random, 0, 3)) : [];
    const fresh = Array.from({ length: chance < 0.5 ? between(this.#random, 1, 12) : 1 }, () => this.#next++);
    this.#numbers.push(...fresh);
    const version = ++this.#versions;
    const packets = [...renewed, ...fresh].map((number) => packetOf(number, version));
    const changes = new Map(packets.map((packet) => [packetId(packet), packet]));
    await this.#entered(changes, agent.ask('deposit', packets));
  }

  async #remove(agent: SpawnedAgent): Promise<void> {
    const most = this.#numbers.length > ENOUGH ? 12 : 3;
    const chosen = some(this.#random, this.#numbers, between(this.#random, 1, most));
    const ids = chosen.map((number) => packetId(packetOf(number)));
    await this.#entered(new Map(ids.map((id) => [id, undefined])), agent.ask('remove', ids));
  }

  /** Asks for something that may be there; it must be found where that is certain from before until after. */
  async #query(agent: SpawnedAgent): Promise<void> {
    const [number = 0] = some(this.#random, this.#numbers, 1);
    const { problem_description } = packetOf(number);
    const id = packetId(packetOf(number));
    const before = this.ledger.certain(id);
    const found = await agent.ask('query', { problem: problem_description, topK: 1 });
    if (before && this.ledger.certain(id) === before) expect(found).toEqual([id]);
  }

  async #entered(changes: Changes, asked: Promise<unknown>): Promise<void> {
    const call = this.ledger.begin(changes);
    try {
      await asked;
    } catch (error) {
      if (error instanceof AgentGone) this.ledger.cutOff(call);
      throw error;
    }
    this.ledger.acknowledge(call);
  }
}

function numberOf({ problem_description }: OutcomePacket): number {
  return Number(problem_description.replace('problem ', ''));
}
