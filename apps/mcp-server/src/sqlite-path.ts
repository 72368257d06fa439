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
export function sqliteFault(url: URL): string | undefined {
  if (url.pathname === ':memory:') return 'names a store that no other process can see: that is memory: here';
  return pathFault(url);
}

/** The file that a `sqlite:` URL without a fault names. Without a path it is the one in the user's data folder. */
export function sqlitePath(url: URL, place: Place = HERE): string {
  const { env, platform, home } = place;
  return url.pathname === '' ? join(dataFolder(env, platform, home), DEFAULT_FILE) : filePath(url, place);
}

/** What is wrong with a URL that names a file, as the end of a sentence; undefined where nothing is. */
export function pathFault({ protocol, host, hash, pathname }: URL): string | undefined {
  if (host !== '')
    return `names a host behind ${protocol}//: a file is ${protocol}PATH or ${protocol}///PATH`;
  if (hash !== '') return `has a # behind ${protocol}PATH: in a path, # is %23 and ? is %3F`;
  const path = decoded(pathname);
  if (path === undefined) return `has a % that encodes nothing behind ${protocol}, where % itself is %25`;
  if (path.includes('\0') || path !== path.trimEnd())
    return `names a path with a NUL in it or a blank at its end behind ${protocol}`;
  if (path.startsWith('~') && !path.startsWith('~/'))
    return `has a ~ behind ${protocol} that is not ~/, the user's own folder: give the whole path`;
  if (/[\\/]$/.test(path)) return `names a folder behind ${protocol}, where the path of a file belongs`;
  return undefined;
}

/**
 * The file that a URL without a fault names: `~/` is the user's home; what is relative counts from the folder in which
 * the process was started.
 */
export function filePath({ pathname }: URL, { platform, home }: Place = HERE): string {
  const path = decoded(pathname) ?? pathname;
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
