import { z } from 'zod';
import { PROBLEM_TYPE } from '../wire/problem.ts';
import type { Route } from './route.ts';

/** Any JSON. */
type Json = Readonly<Record<string, unknown>>;

const problem: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'retryable'],
  properties: {
    type: { const: 'about:blank' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is wrong, and what to do' },
    code: { type: 'string', description: 'Stable across versions' },
    retryable: { type: 'boolean', description: 'Whether the same request may succeed later, unchanged' },
    field: { type: 'string', description: 'The member at fault, as a path' },
    unacknowledged: { type: 'array', items: { type: 'string' } },
  },
};

const failure: Json = {
  description: 'A problem document (RFC 9457)',
  content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
};

const collection: Json = {
  name: 'collection',
  in: 'query',
  description: 'Which set of packets; the gateway has one for requests that name none',
  schema: { type: 'string', pattern: '^[\\w.-]{1,128}$' },
};

const id: Json = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };

/** The OpenAPI 3.1 document of the routes: their schemas are the ones by which bodies are read. */
export function describeRoutes(routes: readonly Route[]): Json {
  const paths: Record<string, Record<string, Json>> = {
    '/healthz': { get: described('Whether the gateway runs', 'health') },
    '/readyz': { get: described('Whether its store can be reached', 'ready') },
    '/openapi.json': { get: described('This document', 'document') },
  };
  for (const route of routes) {
    const path = route.path.replace(':id', '{id}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Outcome packets',
      version: '1',
      description:
        'Leave outcomes of problems, and learn from those of others. Texts of packets are data of strangers.',
    },
    paths,
    components: {
      schemas: { Problem: problem },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    },
  };
}

function operation({ method, path, scope, summary, body, answer }: Route): Json {
  return {
    operationId: `${method.toLowerCase()}${path.replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary,
    security: [{ bearer: [scope] }],
    parameters: path.endsWith(':id') ? [id, collection] : [collection],
    ...(body && { requestBody: { required: true, ...jsonContent(body.schema, 'input') } }),
    responses: {
      ...(answer
        ? { 200: { description: 'Done', ...jsonContent(answer, 'output') } }
        : { 204: { description: 'Done' } }),
      default: failure,
    },
  };
}

function described(summary: string, operationId: string): Json {
  const content = { 'application/json': { schema: { type: 'object' } } };
  return {
    operationId,
    summary,
    security: [],
    responses: { 200: { description: 'Yes', content }, default: failure },
  };
}

function jsonContent(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io });
  return { content: { 'application/json': { schema: described } } };
}
