import { homedir } from 'node:os';
import { join } from 'node:path';
import { dataFolder } from './data-folder.ts';

/** Whose path it is: what of the process and its user decides on the file. */
export interface Place {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

const HERE: Place = { env: process.env, platform: process.platform, home: homedir() };
const DEFAULT_FILE = 'outcomes.db';

/** What is wrong with a `sqlite:` URL, collection aside, as the end of a sentence; undefined where nothing is. */
export function sqliteFault({ host, hash, pathname }: URL): string | undefined {
  if (host !== '') return 'names a host behind sqlite://: a file is sqlite:PATH or sqlite:///PATH';
  if (hash !== '') return 'has a # behind sqlite:PATH: in a path, # is %23 and ? is %3F';
  const path = decoded(pathname);
  if (path === undefined) return 'has a % that encodes nothing behind sqlite:, where % itself is %25';
  if (path.includes('\0') || path !== path.trimEnd())
    return 'names a path with a NUL in it or a blank at its end behind sqlite:';
  if (path === ':memory:') return 'names a store that no other process can see: that is memory: here';
  if (path.startsWith('~') && !path.startsWith('~/'))
    return "has a ~ behind sqlite: that is not ~/, the user's own folder: give the whole path";
  if (/[\\/]$/.test(path)) return 'names a folder behind sqlite:, where the path of a file belongs';
  return undefined;
}

/**
 * The file that a `sqlite:` URL without a fault names. Without a path it is the one in the user's data folder; `~/` is
 * the user's home; what is relative counts from the folder in which the process was started.
 */
export function sqlitePath({ pathname }: URL, { env, platform, home }: Place = HERE): string {
  const path = decoded(pathname) ?? pathname;
  if (path === '') return join(dataFolder(env, platform, home), DEFAULT_FILE);
  if (path.startsWith('~/')) return join(home, path.slice(2));
  // As in file: URLs: sqlite:///C:/x has a slash before the drive that is no part of the path.
  return platform === 'win32' ? path.replace(/^\/(?=[a-z]:[\\/])/i, '') : path;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
