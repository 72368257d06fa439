import { OutcomeError, packetSchema, type SearchQuery } from '@qis/core';
import { z } from 'zod';
import { filterSchema } from '../wire/filter-json.ts';
import { hitToJson, recordToJson } from '../wire/record-json.ts';
import { vectorFromText, vectorToText } from '../wire/vector-text.ts';
import { assertOwn } from './packet-routes.ts';
import { type Call, postRoute, type Route } from './route.ts';
import {
  batch,
  count,
  counted,
  flag,
  idSchema,
  MAX_BATCH,
  MAX_HITS,
  opened,
  problemText,
} from './schemas.ts';
import { recordSchema, writeRecords } from './write-records.ts';

const seconds = z.number({ error: 'must be seconds since the epoch' });
const vectorText = z.string({ error: 'must be base64 of float32 numbers' });
const unreadable = z.int();
const recordAnswer = z.object({ id: idSchema, packet: packetSchema, vector: vectorText.exactOptional() });
const withVectors = { with_vectors: flag.exactOptional() };

/** A transport's verbs, for `RestTransport` of this package. */
export const recordRoutes: readonly Route[] = [
  postRoute({
    path: '/v1/records/open',
    scope: 'records',
    summary:
      'Opens the collection: its fingerprint, the floor of its embedder, and the voter that writes are bound to',
    body: z.strictObject({}),
    code: 'INVALID_QUERY',
    answer: z.object({ ...opened, voter: z.string().exactOptional() }),
    serve: async (_, { router, principal: { voter }, signal }) => ({
      ...(await router.open({ signal })),
      ...(voter !== undefined && { voter }),
    }),
  }),
  postRoute({
    path: '/v1/records/write',
    scope: 'records',
    summary: 'Writes records; what lacks a vector is embedded, and what lacks an id gets it',
    body: z.strictObject({ records: batch(recordSchema) }),
    code: 'INVALID_PACKET',
    answer: z.object({ ids: z.array(idSchema) }),
    serve: async ({ records }, call) => ({ ids: await writeRecords(records, call) }),
  }),
  postRoute({
    path: '/v1/records/search',
    scope: 'records',
    summary: 'The records nearest to a vector or a text',
    body: z.strictObject({
      vector: vectorText.exactOptional(),
      text: problemText.exactOptional(),
      limit: count(1, MAX_HITS),
      filter: filterSchema,
      ...withVectors,
    }),
    code: 'INVALID_QUERY',
    answer: z.object({ hits: z.array(recordAnswer.extend({ score: z.number() })), unreadable }),
    serve: async ({ vector, text, limit, filter, with_vectors = false }, call) => {
      if (with_vectors) assertFewVectors(limit);
      const meaning = await meaningOf(vector, text, call);
      const query = { ...meaning, limit, filter, withVectors: with_vectors };
      const found = await call.router.transport.search(query, { signal: call.signal });
      return { hits: found.hits.map(hitToJson), unreadable: found.unreadable };
    },
  }),
  postRoute({
    path: '/v1/records/scan',
    scope: 'records',
    summary: 'A page of everything that the filter lets through',
    body: z.strictObject({
      filter: filterSchema,
      limit: count(1, MAX_BATCH),
      cursor: z.string({ error: 'must be a text' }).exactOptional(),
      ...withVectors,
    }),
    code: 'INVALID_QUERY',
    answer: z.object({ records: z.array(recordAnswer), cursor: z.string().exactOptional(), unreadable }),
    serve: async ({ with_vectors = false, ...query }, { router, signal }) => {
      const page = await router.transport.scan({ ...query, withVectors: with_vectors }, { signal });
      return { ...page, records: page.records.map(recordToJson) };
    },
  }),
  postRoute({
    path: '/v1/records/get',
    scope: 'records',
    summary: 'Records by their ids',
    body: z.strictObject({
      ids: batch(idSchema),
      now: seconds,
      include_expired: flag.exactOptional(),
      ...withVectors,
    }),
    code: 'INVALID_QUERY',
    answer: z.object({ records: z.array(recordAnswer) }),
    serve: async ({ ids, now, include_expired = false, with_vectors = false }, { router, signal }) => {
      const options = { now, includeExpired: include_expired, withVectors: with_vectors, signal };
      const records = await router.transport.get(ids, options);
      return { records: records.map(recordToJson) };
    },
  }),
  postRoute({
    path: '/v1/records/remove',
    scope: 'records',
    summary: 'Removes records of its own voter; with admin, anybody’s',
    body: z.strictObject({ ids: batch(idSchema) }),
    code: 'INVALID_QUERY',
    answer: z.object({}),
    serve: async ({ ids }, { router, principal, signal }) => {
      if (principal.scopes.includes('admin')) {
        await router.transport.remove(ids, { signal });
        return {};
      }
      const options = { now: router.now(), includeExpired: true, signal };
      const records = await router.transport.get(ids, options);
      for (const { voter } of records) assertOwn(principal.voter, voter);
      // What cannot be read has no voter that could be asked for.
      await router.transport.remove(
        records.map(({ id }) => id),
        { signal },
      );
      return {};
    },
  }),
  postRoute({
    path: '/v1/records/stats',
    scope: 'records',
    summary: 'What is in the collection at a time',
    body: z.strictObject({ now: seconds }),
    code: 'INVALID_QUERY',
    answer: z.object(counted),
    serve: ({ now }, { router, signal }) => router.transport.stats({ now, signal }),
  }),
  postRoute({
    path: '/v1/records/embed',
    scope: 'records',
    summary: 'Vectors of texts in the space of the collection',
    body: z.strictObject({ texts: batch(problemText) }),
    code: 'INVALID_QUERY',
    answer: z.object({ vectors: z.array(vectorText) }),
    serve: async ({ texts }, { router, signal }) => ({
      vectors: (await router.embed(texts, { signal })).map(vectorToText),
    }),
  }),
];

/** An answer is one text in memory, and vectors are most of it. */
function assertFewVectors(limit: number): void {
  if (limit <= MAX_BATCH) return;
  const message = `limit must be at most ${MAX_BATCH} where vectors are asked for.`;
  throw new OutcomeError('INVALID_QUERY', message, { field: 'limit' });
}

async function meaningOf(
  vector: string | undefined,
  text: string | undefined,
  { router, signal }: Call,
): Promise<Pick<SearchQuery, 'vector'>> {
  if ((vector === undefined) === (text === undefined)) {
    throw new OutcomeError('INVALID_QUERY', 'Give a vector or a text, and not both.', { field: 'text' });
  }
  const [asked] =
    vector === undefined ? await router.embed([text ?? ''], { signal }) : [vectorFromText(vector)];
  if (asked) return { vector: asked };
  throw new OutcomeError('INVALID_QUERY', 'vector must be base64 of finite float32 numbers.', {
    field: 'vector',
  });
}
