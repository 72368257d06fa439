import { createReadStream } from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
import { ManagedTransport, OutcomeError } from '@qis/core';
import { chooseEnd, type End } from '../copy/choose-end.ts';
import { type CopyResult, copyPackets } from '../copy/copy-packets.ts';
import type { Source, Target } from '../copy/ends.ts';
import { JsonlFileTarget } from '../copy/jsonl-file-target.ts';
import { JsonlPipeTarget } from '../copy/jsonl-pipe-target.ts';
import { JsonlSource } from '../copy/jsonl-source.ts';
import { inGroups, Progress } from '../copy/progress.ts';
import { StoreSource } from '../copy/store-source.ts';
import { StoreTarget } from '../copy/store-target.ts';
import { chooseEmbedder, DEFAULT_EMBEDDER, EMBEDDER_FORMS, type MakeEmbedder } from '../embedders.ts';
import { fileError } from '../file-error.ts';
import { embedderOf, UsageError } from '../read-flags.ts';
import { createSecretGate } from '../secret-gate/create-secret-gate.ts';
import { createTransport } from '../transports.ts';
import type { Command, CommandCall, ExitCode, Output } from './command.ts';
import { makeEmbedder } from './open-embedder.ts';
import { PATIENCE_MS } from './open-store.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const now = (): number => Date.now() / 1_000;

export const copy: Command = {
  operands: '',
  flags: {
    from: { value: 'URL', what: 'where packets come from: a store, jsonl:FILE or jsonl:- (stdin)' },
    to: { value: 'URL', what: 'where they go: a store, a new jsonl:FILE or jsonl:- (stdout)' },
    embedder: {
      value: 'NAME',
      what: `embeds every text anew on the way: ${EMBEDDER_FORMS}. Otherwise vectors are carried`,
    },
  },
  about: `qis-mcp copy moves packets between any two ends, so it is export, import and backup. A URL of a store may
carry ?collection=NAME; there is no --collection, because the ends may differ.

Ids, expired packets and vectors are carried as they are. Copying again changes nothing, and after a crash or
Ctrl-C it goes on. A store takes no packet that looks as if it held a credential. What is refused is reported with
its line or id and the reason; the rest is copied. A jsonl file that is there already is never replaced.`,
  async run(call) {
    const { from, to, embedder: name } = call.values;
    if (!from || !to) throw new UsageError('--from URL and --to URL are needed');
    const ends = { from: chooseEnd(from), to: chooseEnd(to) };
    const embedder = name && embedderOf(name);
    return stoppable((signal) => run(ends, embedder, signal, call));
  },
};

interface Ends {
  readonly from: End;
  readonly to: End;
}

async function run(
  { from, to }: Ends,
  chosen: MakeEmbedder | undefined,
  signal: AbortSignal,
  { output }: CommandCall,
): Promise<ExitCode> {
  const embedder = await makeEmbedder(chosen ?? chooseEmbedder(DEFAULT_EMBEDDER), output);
  const began = now();
  const source = await sourceOf(from, began, signal);
  const target = await targetOf(to, began);
  const progress = new Progress(
    (line) => output.note(line),
    () => performance.now(),
  );
  let copied = 0;
  try {
    const result = await copyPackets({
      source,
      target,
      embedder,
      gate: createSecretGate(),
      embedAnew: chosen !== undefined,
      began,
      now,
      signal,
      onRefused: ({ at, error }) => output.note(`${at}: ${error.message} (${error.code})`),
      onProgress: (doing, count, total) => {
        if (doing === 'copied') copied = count;
        progress.report(doing, count, total);
      },
    });
    return report(result, to.kind === 'pipe' ? { ...output, say: output.note } : output);
  } catch (error) {
    if (isBrokenPipe(error)) return 1; // whoever read it has gone, and knows
    const twice = to.kind === 'store' ? ': nothing is copied twice' : '';
    if (copied > 0 || signal.aborted) {
      output.note(`Stopped after ${inGroups(copied)} records. Copy again${twice}.`);
    }
    throw error;
  } finally {
    await target.close();
    await source.close();
    await embedder.close();
  }
}

async function sourceOf(end: End, began: number, signal: AbortSignal): Promise<Source> {
  if (end.kind === 'store') {
    const transport = await createTransport({ ...end.choice, mustExist: true });
    return new StoreSource(new ManagedTransport(transport, { deadlineMs: PATIENCE_MS }), began);
  }
  return new JsonlSource(bytesOf(end, signal), now);
}

async function targetOf(end: End, began: number): Promise<Target> {
  const { random } = Math;
  if (end.kind === 'pipe') return new JsonlPipeTarget(process.stdout);
  if (end.kind === 'file') return new JsonlFileTarget(end.path, { now, random });
  const transport = await createTransport(end.choice);
  return new StoreTarget(transport, { now: began, deadlineMs: PATIENCE_MS, random });
}

async function* bytesOf(
  end: Exclude<End, { kind: 'store' }>,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  try {
    const stream: Readable = end.kind === 'file' ? createReadStream(end.path) : process.stdin;
    yield* addAbortSignal(signal, stream);
  } catch (error) {
    throw signal.aborted ? error : fileError(error, '--from');
  }
}

function report(result: CopyResult, output: Output): ExitCode {
  const { read, written, same, newer, refused, unreadable, expired, verified, differences } = result;
  const [all, arrived, there, later, kept, gone, lost] = [
    read,
    written,
    same,
    newer,
    refused,
    expired,
    unreadable,
  ].map(inGroups);
  output.say(
    `${all} read: ${arrived} written, ${there} there already, ${later} there and newer, ${kept} refused.`,
  );
  if (expired > 0) output.say(`${gone} of them have expired: a store may drop those.`);
  for (const line of verified) output.say(`Verified: ${line}.`);
  if (unreadable > 0) output.note(`${lost} more in the source cannot be read.`);
  for (const line of differences) output.note(`WRONG: ${line}.`);
  return refused + unreadable + differences.length > 0 ? 1 : 0;
}

/** Runs until it is done or the process is told to end; then lets it clean up, and ends as it was told. */
async function stoppable(work: (signal: AbortSignal) => Promise<ExitCode>): Promise<ExitCode> {
  const controller = new AbortController();
  let stopped: NodeJS.Signals | undefined;
  const stop = (name: NodeJS.Signals): void => {
    stopped ??= name;
    controller.abort();
  };
  for (const name of SIGNALS) process.on(name, stop);
  try {
    return await work(controller.signal);
  } catch (error) {
    if (stopped === undefined) throw error;
    return 1;
  } finally {
    for (const name of SIGNALS) process.off(name, stop);
    if (stopped !== undefined) process.kill(process.pid, stopped);
  }
}

function isBrokenPipe(error: unknown): boolean {
  return (
    !OutcomeError.isInstance(error) &&
    error instanceof Error &&
    (error as NodeJS.ErrnoException).code === 'EPIPE'
  );
}
