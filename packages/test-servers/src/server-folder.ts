import { chownSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Who runs a third party's server where the tests run as root: nobody. */
export const UNPRIVILEGED = 65_534;

export const isRoot: boolean = process.getuid?.() === 0;

/** In memory: what a test's server holds need not outlive the machine, and it syncs what it makes, ten times as slow on a disk. */
const IN_MEMORY = '/dev/shm';
/** Bytes that must be free there: containers often have 64 MB. */
const ROOM = 2 ** 31;

/** An empty folder for one server, its own. */
export function makeServerFolder(name: string): string {
  const folder = mkdtempSync(join(hasRoom(IN_MEMORY) ? IN_MEMORY : tmpdir(), `qis-${name}-`));
  if (isRoot) chownSync(folder, UNPRIVILEGED, UNPRIVILEGED);
  return folder;
}

export function removeServerFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > ROOM;
  } catch {
    return false; // there is no such folder on this system
  }
}
