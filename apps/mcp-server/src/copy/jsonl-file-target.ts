import { randomBytes } from 'node:crypto';
import { createReadStream, existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Fingerprint, OutcomeError, type OutcomeRecord } from '@qis/core';
import { fileError } from '../file-error.ts';
import type { Item, Refused, Sorted, Target, Verdict } from './ends.ts';
import { JsonlSource } from './jsonl-source.ts';
import { encodeHeader, encodeRecord } from './line-codec.ts';
import { Sample } from './sample.ts';

const FAULTS_SHOWN = 3;

export interface JsonlFileTargetOptions {
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** Chooses what is compared at the end: 0 to 1. */
  readonly random: () => number;
}

/**
 * A file of packets. It is written under another name beside its own, for its owner alone, and takes its name when it
 * is complete and read back. A file that is there is never replaced.
 */
export class JsonlFileTarget implements Target {
  readonly name = 'jsonl';
  readonly strict = false;
  readonly #path: string;
  readonly #draft: string;
  readonly #options: JsonlFileTargetOptions;
  readonly #sample: Sample;
  #file: FileHandle | undefined;
  #fingerprint: Fingerprint | undefined;
  #written = 0;

  constructor(path: string, options: JsonlFileTargetOptions) {
    this.#path = path;
    this.#draft = `${path}.${randomBytes(4).toString('hex')}.part`;
    this.#options = options;
    this.#sample = new Sample(options.random);
  }

  async open(fingerprint: Fingerprint): Promise<void> {
    if (existsSync(this.#path)) throw alreadyThere();
    this.#fingerprint = fingerprint;
    await onFile(async () => {
      this.#file = await open(this.#draft, 'wx', 0o600);
      await this.#file.appendFile(encodeHeader(fingerprint));
    });
  }

  async sort(items: readonly Item[]): Promise<Sorted> {
    return { wanted: items, refused: [], same: 0, newer: 0 };
  }

  async write(records: readonly OutcomeRecord[]): Promise<void> {
    await onFile(() => this.#file?.appendFile(records.map(encodeRecord).join('')));
    this.#written += records.length;
    for (const record of records) this.#sample.offer(record);
  }

  finish(onProgress: (count: number) => void): Promise<Verdict> {
    return onFile(async () => {
      await this.#file?.sync();
      await this.#file?.close();
      this.#file = undefined;
      const { verdict, whole } = await this.#readBack(onProgress);
      if (whole) this.#name();
      return verdict;
    });
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
    rmSync(this.#draft, { force: true });
  }

  /** By a link, which fails where the name is taken meanwhile. */
  #name(): void {
    try {
      linkSync(this.#draft, this.#path);
    } catch (error) {
      if (existsSync(this.#path)) throw alreadyThere();
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
      renameSync(this.#draft, this.#path); // not every file system has links
    }
  }

  /** `whole`: what was written is there, whatever a store would say of it. */
  async #readBack(onProgress: (count: number) => void): Promise<{ verdict: Verdict; whole: boolean }> {
    const source = new JsonlSource(createReadStream(this.#draft), this.#options.now);
    const sampled = new Map(this.#sample.records.map((record) => [record.id, record]));
    const refused: Refused[] = [];
    let [read, alike, unlike] = [0, 0, 0];
    const fingerprint = await source.open();
    for await (const batch of source.read({
      fingerprint: this.#fingerprint as Fingerprint,
      withVectors: true,
    })) {
      for (const { record } of batch.items) {
        const written = sampled.get(record.id);
        if (!written) continue;
        if (isDeepStrictEqual(plain(record), plain(written))) alike++;
        else unlike++;
      }
      refused.push(...batch.refused);
      read += batch.items.length;
      onProgress(read);
    }
    const lines = read + refused.length;
    const right = isDeepStrictEqual(fingerprint, this.#fingerprint) && lines === this.#written;
    const counted = `the file has ${lines} lines of packets, ${this.#written} were written`;
    const compared = `${alike} of a sample of ${sampled.size} are read back as they were written`;
    const verdict = { verified: [] as string[], differences: [] as string[] };
    verdict[right ? 'verified' : 'differences'].push(counted);
    verdict[alike >= sampled.size ? 'verified' : 'differences'].push(compared);
    verdict.differences.push(...faultsOf(refused));
    const whole = right && unlike === 0;
    if (!whole) verdict.differences.push('the file was not written whole, and was not given its name');
    return { verdict, whole };
  }
}

/** Packets that others wrote and no store of ours would take: the place to mend them is the file. */
function faultsOf(refused: readonly Refused[]): readonly string[] {
  if (refused.length === 0) return [];
  const shown = refused.slice(0, FAULTS_SHOWN).map(({ at, error }) => `${at}: ${error.message}`);
  return [`${refused.length} lines will be refused when they are read: ${shown.join(' ')}`];
}

function plain(record: OutcomeRecord): object {
  return { ...record, packet: { ...record.packet } };
}

function alreadyThere(): OutcomeError {
  const message =
    'The file to copy to is there already, and is not replaced: name another, or remove it first.';
  return new OutcomeError('INVALID_OPTION', message, { field: 'to' });
}

/** Does something with the file; what the file system throws becomes an OutcomeError. */
async function onFile<T>(run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw OutcomeError.isInstance(error) ? error : fileError(error, '--to');
  }
}
