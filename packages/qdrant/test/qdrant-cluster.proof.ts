// Three real Qdrant nodes under load, killed, stopped and restarted one after the other: reads go on, nothing acknowledged is lost.
import { setTimeout as sleep } from 'node:timers/promises';
import { ManagedTransport, type OutcomeRecord } from '@qis/core';
import {
  findQdrantBinary,
  type QdrantBinary,
  type QdrantCluster,
  type QdrantNode,
  startQdrantCluster,
} from '@qis/test-servers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectQdrant } from '../src/index.ts';
import { recovered, urlOfCluster } from './cluster.ts';
import { ClusterLoad } from './cluster-load.ts';
import { FINGERPRINT, NOW, record } from './records.ts';

const NODES = 3;
const REPLICAS = 6; // three shards, each on two nodes
const WRITERS = 3;

interface Fault {
  readonly name: string;
  /** Resolves to when the node began to mend, by the clock of `performance`. */
  harm(node: QdrantNode): Promise<number>;
}

const FAULTS: readonly Fault[] = [
  {
    name: 'SIGKILL, back after 10 s',
    harm: async (node) => {
      await node.kill();
      await sleep(10_000);
      return restart(node);
    },
  },
  {
    name: 'SIGSTOP for 25 s',
    harm: async (node) => {
      node.signal('SIGSTOP');
      await sleep(25_000);
      node.signal('SIGCONT');
      return performance.now();
    },
  },
  {
    name: 'ended and started again',
    harm: async (node) => {
      await node.stop();
      return restart(node);
    },
  },
];

const binary = findQdrantBinary();

describe.each(['REST', 'gRPC'] as const)('by %s', (protocol) => {
  it('reads are answered and nothing acknowledged is lost, whatever happens to one node at a time', async () => {
    const cluster = await startCluster();
    const collection = 'proof';
    const url = urlOfCluster(cluster, protocol);
    const load = await ClusterLoad.over(url, WRITERS, { collection });
    load.begin();
    await sleep(3_000);
    load.tally();

    let [reads, failed, refused] = [0, 0, 0];
    for (let n = 0; n < NODES * FAULTS.length; n++) {
      const fault = FAULTS[n % FAULTS.length] as Fault;
      const at = Math.floor(n / FAULTS.length);
      const mending = await fault.harm(cluster.nodes[at] as QdrantNode);
      await recovered(cluster, collection, REPLICAS);
      const recovery = performance.now() - mending;
      const tally = load.tally();
      say(
        `${protocol}, node ${at + 1}, ${fault.name}: ${tally.reads} reads (slowest ${seconds(tally.slowestRead)}), ${tally.failedReads.length} failed; ${tally.deposits} deposits (slowest ${seconds(tally.slowestDeposit)}), ${tally.refusedDeposits.length} refused; all replicas active after ${seconds(recovery)}`,
      );
      for (const refusal of tally.refusedDeposits) {
        expect(refusal).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
      }
      reads += tally.reads;
      failed += tally.failedReads.length;
      refused += tally.refusedDeposits.length;
    }
    await load.end();
    const last = load.tally();
    reads += last.reads;
    failed += last.failedReads.length;
    say(
      `${protocol}: ${reads} reads, ${failed} failed; ${load.ledger.count} deposits acknowledged, ${refused} refused`,
    );
    expect(reads / (reads + failed)).toBeGreaterThanOrEqual(0.999);

    await recovered(cluster, collection, REPLICAS);
    for (const one of cluster.nodes) {
      const alone = urlOfCluster({ ...cluster, nodes: [one] }, protocol);
      expect(load.ledger.faults(await everything(alone, collection))).toEqual([]);
    }
  });
});

it('with a write consistency of two, deposits are refused while a node is away, and taken again once it is back', async () => {
  const cluster = await startCluster();
  const collection = 'proof';
  const store = new ManagedTransport(
    await connectQdrant(urlOfCluster(cluster, 'REST'), { collection, writeConsistencyFactor: 2 }),
    { fingerprint: async () => FINGERPRINT },
  );
  onTestFinished(() => store.close());
  await store.open();
  await cluster.nodes[1]?.kill();
  const records = Array.from({ length: 30 }, (_, n) => record(n));
  const refused: OutcomeRecord[] = [];
  for (const each of records) {
    await store.write([each]).catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
      refused.push(each);
    });
  }
  say(`Write consistency 2: ${refused.length} of ${records.length} deposits refused while a node was away`);
  expect(refused.length).toBeGreaterThan(0);
  await cluster.nodes[1]?.restart();
  await recovered(cluster, collection, REPLICAS);
  await store.write(refused);
  expect(
    await store.get(
      records.map(({ id }) => id),
      { now: NOW },
    ),
  ).toHaveLength(records.length);
});

async function restart(node: QdrantNode): Promise<number> {
  const began = performance.now();
  await node.restart();
  return began;
}

async function startCluster(): Promise<QdrantCluster> {
  if (!binary) throw new Error('No Qdrant binary is here to make three nodes of.');
  const cluster = await startQdrantCluster(binary as QdrantBinary, NODES);
  onTestFinished(() => cluster.close());
  return cluster;
}

/** All records as read from the nodes of a URL, one replica at a time. */
async function everything(url: string, collection: string): Promise<readonly OutcomeRecord[]> {
  const store = new ManagedTransport(await connectQdrant(url, { collection }), {
    fingerprint: async () => FINGERPRINT,
  });
  const records: OutcomeRecord[] = [];
  let cursor: string | undefined;
  do {
    const from: { cursor?: string } = cursor === undefined ? {} : { cursor };
    const page = await store.scan({ limit: 500, filter: { now: NOW, includeExpired: true }, ...from });
    records.push(...page.records);
    cursor = page.cursor;
  } while (cursor !== undefined);
  await store.close();
  return records;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
