import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './run-child.mjs';

/** The parts of a package.json that the checks look at. */
export interface Manifest {
  name: string;
  version: string;
  private?: boolean;
  bin?: Record<string, string>;
  exports: Exports;
  publishConfig?: { exports?: Exports };
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

export type Exports = Record<string, string | Record<string, string>>;

export interface WorkspacePackage {
  /** Relative to the root, with forward slashes. */
  dir: string;
  manifest: Manifest;
}

/** Every package below packages/ and apps/ that is published. */
export const published: readonly WorkspacePackage[] = globSync('{packages,apps}/*/package.json', {
  cwd: root,
})
  .sort()
  .map((file) => ({ dir: dirname(file).replaceAll('\\', '/'), manifest: readManifest(join(root, file)) }))
  .filter(({ manifest }) => !manifest.private);

/** The packages that run outside Node as well: no `node:` import, no global of Node's. */
export const edge: readonly string[] = ['@qis/core', '@qis/rest', '@qis/langchain'];

export function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}

/** The subpaths that lead to code, not to a file such as package.json. */
export function codeExports({ exports }: Pick<Manifest, 'exports'>): string[] {
  return Object.keys(exports).filter((subpath) => typeof exports[subpath] !== 'string');
}

/** Prints what is wrong, one line each, and ends the process accordingly. */
export function report(problems: readonly string[]): void {
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}
