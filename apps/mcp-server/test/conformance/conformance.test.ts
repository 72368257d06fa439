// The scenarios of @modelcontextprotocol/conformance against a server with all that the protocol has, mounted where the
// three tools are mounted: behind the same entrance, the same limits and the same ids of sessions.
import { OutcomeRouter } from '@qis/core';
import { MemoryTransport } from '@qis/memory';
import { Entrance } from '@qis/rest/gateway';
import { expect, it } from 'vitest';
import { createMcpHttp } from '../../src/http/mcp-http.ts';
import { listen } from '../http-server.ts';
import { LetterEmbedder } from '../letter-embedder.ts';
import { fixtureHandler } from './fixture-server.ts';
import { requiredScenarios, runScenarios } from './run-scenarios.ts';

it.each([
  ['2026-07-28', 37],
  ['2025-11-25', 30],
] as const)(
  'passes what %s requires of a server, all %i scenarios',
  { timeout: 120_000 },
  async (revision, count) => {
    const router = new OutcomeRouter({ transport: new MemoryTransport(), embedder: new LetterEmbedder() });
    const failures: unknown[] = [];
    const handle = createMcpHttp({
      entrance: new Entrance(router),
      handlerFor: () => fixtureHandler(),
      onFailure: (error) => failures.push(error),
    });
    const url = `${await listen(handle)}/mcp`;

    const required = requiredScenarios(revision);
    expect(required).toHaveLength(count);
    const faults = await runScenarios(url, revision);
    const found = required.map((scenario) => [scenario, faults.get(scenario) ?? ['It was not run.']]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(required.map((scenario) => [scenario, []])));
    expect(failures).toEqual([]);
  },
);
