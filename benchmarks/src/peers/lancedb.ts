import type { Table, VectorQuery } from '@lancedb/lancedb';
import type { OutcomePacket, OutcomeRecord } from '@qis/core';
import { NOW } from '../crossover/real-text.ts';
import { diskBytes } from '../servers/footprint.ts';
import {
  type Found,
  LIMIT,
  type Peer,
  type PeerSource,
  peerSource,
  type Setup,
  type Tuning,
} from './peer.ts';

type LanceDb = typeof import('@lancedb/lancedb');

interface Row {
  readonly id: string;
  readonly packet: string;
  /** Squared Euclidean. */
  readonly _distance: number;
}

interface Kind {
  readonly name: string;
  /** Builds the index, where there is one. */
  index?(lancedb: LanceDb, table: Table): Promise<void>;
  /** By the name of a choice, what it does to a query. */
  readonly choices?: ReadonlyMap<string, (query: VectorQuery) => VectorQuery>;
}

/** All rows, compared one by one. */
export const lanceFlat: PeerSource = lance({ name: 'LanceDB flat' });

/** Its default index. */
export const lanceIvfPq: PeerSource = lance({
  name: 'LanceDB IVF_PQ',
  index: ({ Index }, table) => createIndex(table, Index.ivfPq({ distanceType: 'l2' })),
  choices: choicesOf(pairsOf([2, 5, 20], [2, 4, 8, 16]), (query, probes, refine) =>
    query.nprobes(probes).refineFactor(refine),
  ),
});

/** Its HNSW graph, in one partition, as its documentation advises. */
export const lanceHnswSq: PeerSource = lance({
  name: 'LanceDB IVF_HNSW_SQ',
  index: ({ Index }, table) => createIndex(table, Index.hnswSq({ distanceType: 'l2', numPartitions: 1 })),
  // It refuses to refine more than it has gone through.
  choices: choicesOf(
    pairsOf([16, 32, 64, 128], [1, 2, 4]).filter(([ef, refine]) => ef >= LIMIT * refine),
    (query, ef, refine) => query.nprobes(1).ef(ef).refineFactor(refine),
  ),
});

function lance(kind: Kind): PeerSource {
  return peerSource(
    kind.name,
    () => import('@lancedb/lancedb'),
    (lancedb, setup) => open(lancedb, setup, kind),
  );
}

/** A table with the vector, its expiry, its id and the packet as JSON. */
async function open(lancedb: LanceDb, { folder }: Setup, { name, index, choices }: Kind): Promise<Peer> {
  const connection = await lancedb.connect(folder);
  let table: Table | undefined;
  let chosen = (query: VectorQuery): VectorQuery => query;
  const nearest = (vector: Float32Array): VectorQuery => {
    const query = (table as Table).query().nearestTo(vector).distanceType('l2').limit(LIMIT);
    return chosen(query).select(['id', 'packet', '_distance']);
  };
  const tuning: Tuning | undefined = choices && {
    choices: [...choices.keys()],
    choose: (choice) => {
      chosen = choices.get(choice) as typeof chosen;
    },
  };
  return {
    name,
    load: async (records, signal) => {
      table = await untilAborted(connection.createTable('packet', rowsOf(records)), signal);
      await untilAborted(index?.(lancedb, table) ?? Promise.resolve(), signal);
    },
    search: async (vector) => found(await nearest(vector).where(`expires_at >= ${NOW}`).toArray()),
    searchAll: async (vector) => found(await nearest(vector).toArray()),
    ...(tuning && { tuning }),
    deposit: async (records) => {
      await table?.add(rowsOf(records));
    },
    bytes: () => diskBytes(folder),
    close: async () => {
      table?.close();
      connection.close();
    },
  };
}

function createIndex(
  table: Table,
  config: NonNullable<Parameters<Table['createIndex']>[1]>['config'],
): Promise<void> {
  return table.createIndex('vector', config ? { config } : {});
}

type Choice = readonly [width: number, refine: number];

function pairsOf(widths: readonly number[], refines: readonly number[]): readonly Choice[] {
  return widths.flatMap((width) => refines.map((refine) => [width, refine] as const));
}

function choicesOf(
  pairs: readonly Choice[],
  apply: (query: VectorQuery, width: number, refine: number) => VectorQuery,
): ReadonlyMap<string, (query: VectorQuery) => VectorQuery> {
  return new Map(
    pairs.map(([width, refine]) => [
      `${width} wide, refined by ${refine}`,
      (query) => apply(query, width, refine),
    ]),
  );
}

function rowsOf(records: readonly OutcomeRecord[]): Record<string, unknown>[] {
  return records.map(({ id, packet, vector, expires_at }) => ({
    id,
    expires_at,
    packet: JSON.stringify(packet),
    vector,
  }));
}

function found(rows: readonly Row[]): readonly Found[] {
  return rows.map(({ id, packet, _distance }) => ({
    id,
    packet: JSON.parse(packet) as OutcomePacket,
    score: 1 - _distance / 2,
  }));
}

/** Native work cannot be called off: it is waited for no longer. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
