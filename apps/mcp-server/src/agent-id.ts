import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ID_FILE = 'agent-digits';
const DIGITS = /^[0-9a-f]{6}$/;
const LONGEST_NAME = 32;

/** A few random hex digits: enough to tell agents apart, too few to tell anything of them. */
export function randomDigits(): string {
  return randomBytes(3).toString('hex');
}

/**
 * `voter#session` for a client: its own name, digits that are the same for all who share the data folder, and digits
 * of this process. No name of a user or a machine is in it.
 */
export function defaultAgentId(
  clientName: string | undefined,
  folderDigits: string,
  processDigits: string,
): string {
  return `${plainName(clientName)}-${folderDigits}#${processDigits}`;
}

/** A given agent id, with this process as the session where it names none: sessions must be able to learn from each other. */
export function withSession(agentId: string, processDigits: string): string {
  return agentId.includes('#') ? agentId : `${agentId}#${processDigits}`;
}

/** A client's name in at most 32 letters, digits and hyphens. */
export function plainName(name = ''): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_NAME)
    .replace(/^-+|-+$/g, '');
  return plain || 'agent';
}

/** The digits of a data folder; where it cannot be used, others each time, and why is told. */
export function folderDigitsOrRandom(folder: string, onFailed: (reason: string) => void): string {
  try {
    return readFolderDigits(folder);
  } catch (error) {
    onFailed(error instanceof Error ? error.message : 'unknown');
    return randomDigits();
  }
}

/**
 * The digits of a data folder, made at the first use. Processes that race agree: the first to link its file wins, and
 * a file is complete before it has its name.
 * @throws where the folder cannot be written or its file holds something else.
 */
export function readFolderDigits(folder: string): string {
  const file = join(folder, ID_FILE);
  const found = readIfThere(file);
  if (found !== undefined) return checked(found, file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${randomDigits()}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return checked(readFileSync(file, 'utf8'), file);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function checked(content: string, file: string): string {
  const digits = content.trim();
  if (DIGITS.test(digits)) return digits;
  throw new Error(`${file} does not hold six hex digits: delete it.`);
}
