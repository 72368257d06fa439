import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where a fleet leaves its packets. */
export interface Store {
  /** The transport URL. */
  readonly url: string;
  /** For people. */
  readonly name: string;
  /** Takes away what the demo has made. */
  remove(): void;
}

/** The store of a transport URL, which stays; without one, a file in a folder that is removed with it. */
export function chooseStore(url: string | undefined): Store {
  if (url !== undefined) return { url, name: url, remove: () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'qis-demo-'));
  return {
    url: `sqlite://${pathToFileURL(join(folder, 'outcomes.db')).pathname}`,
    name: 'one SQLite file in a temporary folder',
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
