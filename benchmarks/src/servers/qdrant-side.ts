import { setTimeout as pause } from 'node:timers/promises';
import { QdrantClient as GrpcClient } from '@qdrant/js-client-grpc';
import { QdrantClient as RestClient } from '@qdrant/js-client-rest';
import type { Fingerprint, OutcomeRecord, OutcomeTransport } from '@qis/core';
import { connectQdrant } from '@qis/qdrant';
import { findQdrant, type QdrantServer } from '@qis/test-servers';
import { NOW } from '../crossover/real-text.ts';
import { footprintOf } from './footprint.ts';
import { BATCH, LIMIT, type Search, type Side, type Write } from './side.ts';

const PAYLOAD = { selectorOptions: { case: 'enable', value: true } } as const;

export async function qdrantSide(fingerprint: Fingerprint): Promise<Side> {
  const source = findQdrant();
  const server = await source.start();
  const rest = new RestClient({ url: server.url, checkCompatibility: false });
  const uncompressed = new RestClient({
    url: server.url,
    checkCompatibility: false,
    headers: { 'accept-encoding': 'identity' },
  });
  const grpc = new GrpcClient({ url: grpcUrl(server), checkCompatibility: false, compression: false });
  const points = grpc.api('points');
  const open = async (scheme: string, collection: string): Promise<OutcomeTransport> => {
    const transport = await connectQdrant(`${scheme}${collection}`);
    await transport.open({ fingerprint });
    return transport;
  };
  const [byRest, byGrpc] = [
    `qdrant://${new URL(server.url).host}?collection=`,
    `qdrant+grpc://${new URL(grpcUrl(server)).host}?collection=`,
  ];
  const [restTransport, grpcTransport] = [await open(byRest, 'searched'), await open(byGrpc, 'searched')];
  const ours =
    (transport: OutcomeTransport): Search =>
    async (vector) => {
      const { hits } = await transport.search({ vector, limit: LIMIT, filter: { now: NOW } });
      return hits.map(({ id }) => id);
    };
  const restSearch =
    (client: RestClient): Search =>
    async (vector) => {
      const answer = await client.query('searched', {
        query: Array.from(vector),
        filter: { must: [{ key: 'expires_at', range: { gte: NOW } }] },
        limit: LIMIT,
        with_payload: true,
      });
      return answer.points.map(({ id }) => String(id));
    };
  const grpcSearch: Search = async (vector) => {
    const dense = { case: 'dense', value: { data: Array.from(vector) } } as const;
    const live = { case: 'field', value: { key: 'expires_at', range: { gte: NOW } } } as const;
    const { result } = await points.query({
      collectionName: 'searched',
      query: { variant: { case: 'nearest', value: { variant: dense } } },
      filter: { must: [{ conditionOneOf: live }] },
      limit: BigInt(LIMIT),
      withPayload: PAYLOAD,
    });
    return result.map(({ id }) => String(id?.pointIdOptions.value));
  };
  return {
    name: 'qdrant',
    server: `${source.name}, ${(await rest.versionInfo()).version}`,
    open: {
      'transport, REST': (collection) => open(byRest, collection),
      'transport, gRPC': (collection) => open(byGrpc, collection),
    },
    load: async (records) => {
      for (let at = 0; at < records.length; at += BATCH)
        await grpcTransport.write(records.slice(at, at + BATCH));
      while ((await rest.getCollection('searched')).status !== 'green') await pause(200);
    },
    searches: {
      'transport, REST': ours(restTransport),
      'client, REST': restSearch(rest),
      'client, REST uncompressed': restSearch(uncompressed),
      'transport, gRPC': ours(grpcTransport),
      'client, gRPC': grpcSearch,
    },
    writes: async (records) => {
      const rows = await rowsOf(rest, records);
      return {
        ...(await restWrites(rest, (name) => open(byRest, name), records, rows)),
        ...(await grpcWrites(points, (name) => open(byGrpc, name), records, rows)),
      };
    },
    footprint: () => footprintOf(server),
    close: () => server.close(),
  };
}

type Open = (collection: string) => Promise<OutcomeTransport>;
type Points = ReturnType<typeof GrpcClient.prototype.api<'points'>>;
type Message = NonNullable<Parameters<Points['upsert']>[0]['points']>[number];

/** What both clients begin with: plain payloads, and vectors as an embedder gives them. */
interface Row {
  readonly id: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly vector: Float32Array;
}

async function rowsOf(client: RestClient, records: readonly OutcomeRecord[]): Promise<readonly Row[]> {
  const ids = records.map(({ id }) => id);
  const found = await client.retrieve('searched', { ids, with_payload: true });
  const payloads = new Map(found.map(({ id, payload }) => [String(id), payload ?? {}]));
  return records.map(({ id, vector }) => ({
    id,
    payload: payloads.get(id) ?? {},
    vector: vector as Float32Array,
  }));
}

async function restWrites(
  client: RestClient,
  open: Open,
  records: readonly OutcomeRecord[],
  rows: readonly Row[],
): Promise<Record<string, Write>> {
  const ours = await open('written-rest');
  await open('written-rest-alone');
  return {
    'transport, REST': (first, count) => ours.write(records.slice(first, first + count)),
    'client, REST': async (first, count) => {
      const points = rows
        .slice(first, first + count)
        .map(({ id, payload, vector }) => ({ id, payload, vector: Array.from(vector) }));
      await client.upsert('written-rest-alone', { wait: true, points });
    },
  };
}

async function grpcWrites(
  client: Points,
  open: Open,
  records: readonly OutcomeRecord[],
  rows: readonly Row[],
): Promise<Record<string, Write>> {
  const ours = await open('written-grpc');
  await open('written-grpc-alone');
  return {
    'transport, gRPC': (first, count) => ours.write(records.slice(first, first + count)),
    'client, gRPC': async (first, count) => {
      const points = rows.slice(first, first + count).map(messageOf);
      await client.upsert({ collectionName: 'written-grpc-alone', wait: true, points });
    },
  };
}

function messageOf({ id, payload, vector }: Row): Message {
  const dense = { vector: { case: 'dense', value: { data: Array.from(vector) } } } as const;
  return {
    id: { pointIdOptions: { case: 'uuid', value: id } },
    payload: Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, fieldOf(value)])),
    vectors: { vectorsOptions: { case: 'vector', value: dense } },
  };
}

function fieldOf(value: unknown): NonNullable<Message['payload']>[string] {
  if (Array.isArray(value)) return { kind: { case: 'listValue', value: { values: value.map(fieldOf) } } };
  if (typeof value === 'number') return { kind: { case: 'doubleValue', value } };
  return { kind: { case: 'stringValue', value: String(value) } };
}

function grpcUrl({ url, grpcPort }: QdrantServer): string {
  return `http://${new URL(url).hostname}:${grpcPort}`;
}
