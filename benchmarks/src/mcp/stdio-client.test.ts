import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { type Program, StdioClient, timeToAnswer } from './stdio-client.ts';

const ECHO: Program = { args: [fileURLToPath(new URL('./echo-server.mjs', import.meta.url))] };

function start(program: Program, signal?: AbortSignal): StdioClient {
  const client = new StdioClient(program, signal);
  onTestFinished(() => client.close());
  return client;
}

it('calls a tool, and gives the text that a model reads', async () => {
  const client = start(ECHO);
  expect(await client.initialize()).toBe('2025-06-18');
  expect(await client.call('echo', { text: 'hello' })).toMatchObject({ text: 'hello' });
});

it('rejects where a tool answers with an error', async () => {
  const client = start(ECHO);
  await client.initialize();
  await expect(client.call('echo', { text: 1 })).rejects.toThrow('echo');
});

it('rejects what waits when the server ends without an answer', async () => {
  const client = start({ args: ['-e', ''] });
  await expect(client.initialize()).rejects.toThrow('ended before it answered');
  expect(client.ended).toBe(true);
  await expect(client.initialize()).rejects.toThrow('has ended');
});

it('ends the server when the run is aborted', async () => {
  const run = new AbortController();
  const client = start(ECHO, run.signal);
  await client.initialize();
  run.abort();
  await client.close();
  expect(client.ended).toBe(true);
});

it('times no answer that is an error', async () => {
  const call = { method: 'tools/call', params: { name: 'echo', arguments: {} } };
  await expect(timeToAnswer(ECHO, call)).rejects.toThrow('error');
});
