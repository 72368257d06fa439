import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Who runs a third party's server where the tests run as root: nobody. */
export const UNPRIVILEGED = 65_534;

export const isRoot: boolean = process.getuid?.() === 0;

/** An empty folder for one server, its own. */
export function makeServerFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `qis-${name}-`));
  if (isRoot) chownSync(folder, UNPRIVILEGED, UNPRIVILEGED);
  return folder;
}

export function removeServerFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
