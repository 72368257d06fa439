import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { OutcomeError } from '@qis/core';
import { fileError } from '../file-error.ts';
import { parseTokens, printTokens, tokensError } from './parse-tokens.ts';
import type { TokenEntry } from './token-entry.ts';

const OWNER_ALONE = 0o600;
const WRITABLE_BY_OTHERS = 0o022;
const READABLE_BY_OTHERS = 0o044;
const ROOT = 0;
const LOCK_PATIENCE_MS = 10_000;
const LOCK_POLL_MS = 15;

export interface TokenFile {
  readonly entries: readonly TokenEntry[];
  /** What should be mended, in a sentence. */
  readonly warning?: string;
}

/**
 * Reads a token file. One that others may write is refused, since they could let themselves in. One that others may
 * read is only warned of: tokens cannot be had from their hashes, and secrets that are mounted as files often are.
 * @throws OutcomeError `INVALID_OPTION` for what it holds, or what the file system says.
 */
export function readTokenFile(path: string): TokenFile {
  const { content, mode, owner } = onFile(() => contentOf(path));
  if (owner !== undefined && ![owner, ROOT].includes(process.geteuid?.() ?? owner) && owner !== ROOT) {
    throw tokensError(
      'it belongs to another user, who could let himself in: chown it to the user of the server',
    );
  }
  const octal = (mode & 0o777).toString(8);
  if (mode & WRITABLE_BY_OTHERS) {
    throw tokensError(`others than its owner may write it (mode ${octal}), and let themselves in: chmod 600`);
  }
  const warning = `Others than its owner may read the token file (mode ${octal}); chmod 600 keeps names and scopes to it.`;
  return { entries: parseTokens(content), ...(mode & READABLE_BY_OTHERS && { warning }) };
}

export interface TokenFileChange {
  /** Whether a file that is not there is an empty one. */
  readonly make: boolean;
  /** How long another process may take to change it, in milliseconds. It needs a few. Default 10,000. */
  readonly patienceMs?: number;
}

/**
 * Changes a token file: whole or not at all, and on the disk when it resolves. Processes that change one at the same
 * time do so one after the other.
 * @throws OutcomeError, with the file as it was.
 */
export async function changeTokenFile(
  path: string,
  { make, patienceMs = LOCK_PATIENCE_MS }: TokenFileChange,
  change: (entries: readonly TokenEntry[]) => readonly TokenEntry[],
): Promise<void> {
  const target = existsSync(path) ? realpathSync(path) : path; // a link stays a link
  const unlock = await locked(`${target}.lock`, patienceMs);
  try {
    const entries = make && !existsSync(target) ? [] : readTokenFile(target).entries;
    const content = printTokens(change(entries));
    onFile(() => replace(target, content));
  } finally {
    unlock();
  }
}

interface Content {
  readonly content: string;
  readonly mode: number;
  /** Undefined where the system has no such numbers. */
  readonly owner: number | undefined;
}

function contentOf(path: string): Content {
  const file = openSync(path, 'r');
  try {
    // Of the file that is read, whatever has its name by now. Windows has no such modes.
    const { mode, uid } = fstatSync(file);
    const content = readFileSync(file, 'utf8');
    return process.platform === 'win32'
      ? { content, mode: OWNER_ALONE, owner: undefined }
      : { content, mode, owner: uid };
  } finally {
    closeSync(file);
  }
}

function replace(target: string, content: string): void {
  const draft = `${target}.${randomBytes(4).toString('hex')}.part`;
  try {
    writeFileSync(draft, content, { mode: OWNER_ALONE, flag: 'wx', flush: true });
    keepOwner(draft, target);
    renameSync(draft, target);
    syncFolder(dirname(target));
  } finally {
    rmSync(draft, { force: true });
  }
}

/** What root changes stays its owner's: a server that could not read it any more would go by what was revoked. */
function keepOwner(draft: string, target: string): void {
  const before = statSync(target, { throwIfNoEntry: false });
  if (before && process.getuid?.() === 0) chownSync(draft, before.uid, before.gid);
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return; // it opens no folder
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Takes the lock, a file that only one process can make. One that is left by a process that was killed is for a person to remove. */
async function locked(lock: string, patienceMs: number): Promise<() => void> {
  const end = performance.now() + patienceMs;
  while (!onFile(() => madeAnew(lock))) {
    if (performance.now() > end) {
      throw tokensError(`another process is changing it. If none is, one was killed: remove ${lock}`);
    }
    await setTimeout(LOCK_POLL_MS);
  }
  return () => rmSync(lock, { force: true });
}

function madeAnew(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx', OWNER_ALONE));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function onFile<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw OutcomeError.isInstance(error) ? error : fileError(error, '--tokens');
  }
}
