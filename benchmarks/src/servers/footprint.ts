import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TestServer } from '@qis/test-servers';

/** What a server takes of the machine, in bytes. */
export interface Footprint {
  /** Memory of its own. */
  readonly anonymous: number;
  /** Pages of its files in memory, which the system may take back. */
  readonly files_in_memory: number;
  readonly disk: number;
}

/** Absent where the server was not started here, or not on Linux. */
export function footprintOf({ process }: TestServer): Footprint | undefined {
  if (!process) return undefined;
  try {
    const status = readFileSync(`/proc/${process.pid}/status`, 'utf8');
    const kilobytes = (name: string): number =>
      1_024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
    return {
      anonymous: kilobytes('RssAnon'),
      files_in_memory: kilobytes('RssFile'),
      disk: diskBytes(process.folder),
    };
  } catch {
    return undefined;
  }
}

/** Of all files in a folder, as allocated: a server may make files larger than what is in them. */
export function diskBytes(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += 512 * statSync(join(entry.parentPath, entry.name)).blocks;
  }
  return bytes;
}
