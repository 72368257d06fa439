import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** What the program is made of: each package and its folder. */
export const PACKAGES: Readonly<Record<string, string>> = {
  '@qis/core': 'packages/core',
  '@qis/memory': 'packages/memory',
  '@qis/sqlite': 'packages/sqlite',
  '@qis/chroma': 'packages/chroma',
  '@qis/qdrant': 'packages/qdrant',
  '@qis/rest': 'packages/rest',
  '@qis/embeddings': 'packages/embeddings',
  '@qis/mcp-server': 'apps/mcp-server',
};

/** Packs a package as it would be published; returns the tarball. */
export async function pack(name: string, destination: string): Promise<string> {
  const cwd = join(root, String(PACKAGES[name]));
  if (!existsSync(join(cwd, 'dist')))
    throw new Error(`${name} has no dist to pack: run npm run build first.`);
  const { stdout } = await run('pnpm', ['pack', '--json', '--pack-destination', destination], { cwd });
  return (JSON.parse(stdout) as { filename: string }).filename;
}

/** Packs packages and unpacks them as npm would install them, with nothing that they depend on. */
export async function unpackInto(modules: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const tarball = await pack(name, modules);
    mkdirSync(join(modules, name), { recursive: true });
    await run('tar', ['-xzf', tarball, '-C', join(modules, name), '--strip-components=1']);
  }
}

/** Where this workspace has a dependency of one of the packages. */
export function installedFor(name: string, dependency: string): string {
  return realpathSync(join(root, String(PACKAGES[name]), 'node_modules', dependency));
}

/** Links beside an unpacked package what it depends on, as this workspace has it. */
export function linkDependencies(
  modules: string,
  name: string,
  dependencies: readonly string[] = outsiders(modules, name),
): void {
  for (const dependency of dependencies) {
    const place = join(modules, dependency);
    mkdirSync(dirname(place), { recursive: true });
    if (!existsSync(place)) symlinkSync(installedFor(name, dependency), place, 'junction');
  }
}

/** What a package says that it needs, our own packages aside. */
function outsiders(modules: string, name: string): readonly string[] {
  const { dependencies, optionalDependencies } = JSON.parse(
    readFileSync(join(modules, name, 'package.json'), 'utf8'),
  ) as Record<string, Record<string, string> | undefined>;
  return Object.keys({ ...dependencies, ...optionalDependencies }).filter((other) => !(other in PACKAGES));
}
