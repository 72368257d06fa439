// Packs every package as it would be published and looks at it as a stranger's machine would.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { root } from './run-child.mjs';
import {
  codeExports,
  type Exports,
  type Manifest,
  published,
  readManifest,
  report,
  type WorkspacePackage,
} from './workspace.ts';

const run = promisify(execFile);

interface Packed extends WorkspacePackage {
  tarball: string;
  files: ReadonlySet<string>;
  /** The package.json inside the tarball. */
  packed: Manifest;
}

/** Exports that are of use only beside an optional peer, and may import it as they load. */
const needsPeer: Readonly<Record<string, string>> = { '@qis/langchain/middleware': 'langchain' };

const scratch = await mkdtemp(join(tmpdir(), 'qis-packages-'));
try {
  const packages = await Promise.all(published.map(pack));
  const problems = await Promise.all(
    packages.map(async (each) => [
      ...exportsProblems(each),
      ...fileProblems(each),
      ...(await publintProblems(each)),
      ...(await typeProblems(each)),
      ...(await aloneProblems(each, packages)),
    ]),
  );
  report(problems.flat());
} finally {
  await rm(scratch, { recursive: true, force: true });
}

async function pack({ dir, manifest }: WorkspacePackage): Promise<Packed> {
  const { stdout } = await run('pnpm', ['pack', '--json', '--pack-destination', scratch], {
    cwd: join(root, dir),
    shell: process.platform === 'win32',
  });
  const { filename, files } = JSON.parse(stdout) as { filename: string; files: { path: string }[] };
  const unpacked = join(scratch, 'unpacked', manifest.name);
  await mkdir(unpacked, { recursive: true });
  await run('tar', ['-xzf', filename, '-C', unpacked, '--strip-components=1']);
  return {
    dir,
    manifest,
    tarball: filename,
    files: new Set(files.map(({ path }) => path)),
    packed: readManifest(join(unpacked, 'package.json')),
  };
}

function exportsProblems({ dir, manifest, packed, files }: Packed): string[] {
  const problems: string[] = [];
  if (
    !isDeepStrictEqual(withoutSource(manifest.exports), manifest.publishConfig?.exports ?? manifest.exports)
  ) {
    problems.push(
      `${dir}/package.json: publishConfig.exports must be exports without @qis/source, in the same order`,
    );
  }
  for (const [subpath, target] of Object.entries(manifest.exports)) {
    if (typeof target === 'string') continue;
    const stem = target['@qis/source']?.match(/^\.\/src\/(.+)\.ts$/)?.[1];
    const expected = {
      '@qis/source': `./src/${stem}.ts`,
      types: `./dist/${stem}.d.ts`,
      default: `./dist/${stem}.js`,
    };
    if (!isDeepStrictEqual(target, expected)) {
      problems.push(`${dir}/package.json: exports["${subpath}"] must be ${JSON.stringify(expected)}`);
    }
  }
  const targets = [...Object.values(packed.exports).flatMap(pathsOf), ...Object.values(packed.bin ?? {})];
  for (const target of targets) {
    if (!files.has(target.replace('./', '')))
      problems.push(`${dir}: the package lacks ${target}, which it exports`);
  }
  return problems;
}

function fileProblems({ dir, packed, files }: Packed): string[] {
  const problems = ['README.md', 'LICENSE']
    .filter((file) => !files.has(file))
    .map((file) => `${dir}: the package lacks ${file}`);
  for (const file of files) {
    const stray =
      /\.test\.|\.proof\.|\.test-d\.|\.tsbuildinfo$|(?:^|\/)tsconfig/.test(file) ||
      /(?<!\.d)\.ts$/.test(file);
    if (stray) problems.push(`${dir}: ${file} does not belong into the package`);
  }
  if (/"(?:workspace|catalog):/.test(JSON.stringify(packed))) {
    problems.push(`${dir}: the packed package.json still names versions that only this workspace knows`);
  }
  return problems;
}

async function publintProblems({ dir, manifest, tarball }: Packed): Promise<string[]> {
  const { buffer } = await readFile(tarball);
  const { messages, pkg } = await publint({ pack: { tarball: buffer as ArrayBuffer }, strict: true });
  return messages.map(
    (message) => `${dir}: publint on ${manifest.name}: ${formatMessage(message, pkg) ?? message.code}`,
  );
}

/** What arethetypeswrong finds for importers that are ES modules; there are no others here. */
async function typeProblems({ dir, packed, tarball }: Packed): Promise<string[]> {
  const entrypoints = codeExports(packed);
  if (entrypoints.length === 0) return [];
  const unpacked = createPackageFromTarballData(new Uint8Array(await readFile(tarball)));
  const analysis = await checkPackage(unpacked, { entrypoints });
  if (!analysis.types) return [`${dir}: the package has no types`];
  return analysis.problems
    .filter(
      (problem) => !('resolutionKind' in problem) || /^(?:node16-esm|bundler)$/.test(problem.resolutionKind),
    )
    .filter((problem) => !('resolutionOption' in problem) || problem.resolutionOption !== 'node10')
    .map((problem) => `${dir}: arethetypeswrong: ${JSON.stringify(problem)}`);
}

/**
 * Imports every export in a folder where nothing is installed but the package and what it declares that it needs:
 * what it forgot to declare is missing there, and so is everything optional. What needs an optional peer is imported
 * once that is there, too.
 */
async function aloneProblems(
  { dir, manifest, packed }: Packed,
  packages: readonly Packed[],
): Promise<string[]> {
  const home = join(scratch, 'alone', manifest.name.replace('/', '-'));
  const install = async (name: string): Promise<void> => {
    const each = packages.find((other) => other.manifest.name === name);
    if (each === undefined) throw new Error(`${name} is not in this workspace`);
    const place = join(home, 'node_modules', name);
    if (existsSync(place)) return;
    await mkdir(place, { recursive: true });
    await run('tar', ['-xzf', each.tarball, '-C', place, '--strip-components=1']);
    for (const dependency of neededBy(each.packed)) {
      if (packages.some((other) => other.manifest.name === dependency)) await install(dependency);
      else await link(each.dir, dependency, join(place, 'node_modules', dependency));
    }
  };
  await install(manifest.name);
  const load = async (specifiers: readonly string[]): Promise<string[]> => {
    const imports = specifiers.map((specifier) => `await import(${JSON.stringify(specifier)});`);
    try {
      await run('node', ['--input-type=module', '--eval', imports.join('\n')], { cwd: home });
      return [];
    } catch (error) {
      const { stderr } = error as { stderr: string };
      return [
        `${dir}: does not load where it is installed alone: ${/^\w*Error.*$/m.exec(stderr)?.[0] ?? stderr}`,
      ];
    }
  };
  const specifiers = codeExports(packed).map((subpath) => manifest.name + subpath.slice(1));
  const problems = await load(specifiers.filter((specifier) => !(specifier in needsPeer)));
  for (const specifier of specifiers) {
    const peer = needsPeer[specifier];
    if (peer === undefined) continue;
    await link(dir, peer, join(home, 'node_modules', manifest.name, 'node_modules', peer));
    problems.push(...(await load([specifier])));
  }
  return problems;
}

function neededBy({ dependencies, peerDependencies, peerDependenciesMeta }: Manifest): string[] {
  const peers = Object.keys(peerDependencies ?? {});
  return [
    ...Object.keys(dependencies ?? {}),
    ...peers.filter((peer) => !peerDependenciesMeta?.[peer]?.optional),
  ];
}

async function link(dir: string, dependency: string, place: string): Promise<void> {
  await mkdir(dirname(place), { recursive: true });
  await symlink(await realpath(join(root, dir, 'node_modules', dependency)), place, 'junction');
}

function withoutSource(exports: Exports): Exports {
  return Object.fromEntries(
    Object.entries(exports).map(([subpath, target]) => {
      if (typeof target === 'string') return [subpath, target];
      const { '@qis/source': _, ...rest } = target;
      return [subpath, rest];
    }),
  );
}

function pathsOf(target: string | Record<string, string>): string[] {
  return typeof target === 'string' ? [target] : Object.values(target);
}
