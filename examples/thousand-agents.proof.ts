// The demo with a thousand agents over three real Qdrant nodes: each queries and deposits, and all of them find what the others left.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findQdrantBinary, startQdrantCluster } from '@qis/test-servers';
import { expect, onTestFinished, test } from 'vitest';

// There are fewer wordings than agents. One that is met again in the same words is found for certain: what this shows
// is the fleet and its store, not how well a search finds.
const AGENTS = 1_000;
const PROGRAM = fileURLToPath(new URL('demo.ts', import.meta.url));

test('a thousand agents share three nodes', async () => {
  const binary = findQdrantBinary();
  if (!binary) throw new Error('No Qdrant binary is here to make three nodes of.');
  const cluster = await startQdrantCluster(binary, 3);
  onTestFinished(() => cluster.close());
  const nodes = cluster.nodes.map(({ url }) => new URL(url).host).join(',');
  const began = performance.now();
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    '--conditions=@qis/source',
    PROGRAM,
    '--in-process',
    `--agents=${AGENTS}`,
    `--encounters=${AGENTS}`,
    `--transport=qdrant://${nodes}?collection=demo`,
  ]);
  process.stdout.write(`${stdout}\nIn ${((performance.now() - began) / 1_000).toFixed(0)} s.\n`);
  expect(stderr).toBe('');
  expect(stdout).toContain(`${AGENTS} agents, each with its own MCP server and MCP client`);
  // A problem is met by several voters, each of whose packets stands for itself.
  expect(stdout).toContain(`"packets": ${AGENTS}`);
  expect(stdout).toContain('"transport": "qdrant"');
  for (const { url } of cluster.nodes) {
    const answer = await fetch(`${url}/collections/demo/points/count`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ exact: true }),
    });
    expect(await answer.json()).toMatchObject({ result: { count: AGENTS } });
  }
});
