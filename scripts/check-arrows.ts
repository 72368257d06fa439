// The layers of the design: which package may import which, and what every package has at its top.
import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { root } from './run-child.mjs';
import { edge, published, report, type WorkspacePackage } from './workspace.ts';

/** Package to the packages that its src may import. Tests may import any package of packages/ as well. */
const arrows: Record<string, readonly string[]> = {
  '@qis/core': [],
  '@qis/memory': ['@qis/core'],
  '@qis/sqlite': ['@qis/core', '@qis/memory'],
  '@qis/chroma': ['@qis/core'],
  '@qis/qdrant': ['@qis/core'],
  '@qis/rest': ['@qis/core'],
  '@qis/embeddings': ['@qis/core'],
  '@qis/langchain': ['@qis/core'],
  '@qis/mcp-server': [
    '@qis/core',
    '@qis/memory',
    '@qis/sqlite',
    '@qis/chroma',
    '@qis/qdrant',
    '@qis/rest',
    '@qis/embeddings',
  ],
};
const libraries = Object.keys(arrows).filter(
  (name) => name !== '@qis/langchain' && name !== '@qis/mcp-server',
);
const required = ['package.json', 'README.md', 'tsconfig.json'];
const permitted = new Set([...required, 'CHANGELOG.md']);
const testFile = /\.(?:test|test-d|proof)\.ts$|(?:^|\/)test\//;

const rooms = [...published.map(({ dir }) => dir), 'benchmarks', 'examples'];
report([...published.flatMap(problemsOfPackage), ...rooms.flatMap(importsThatLeave)]);

function problemsOfPackage({ dir, manifest }: WorkspacePackage): string[] {
  const { name } = manifest;
  const mayImport = arrows[name];
  if (mayImport === undefined)
    return [`${dir}: ${name} has no place in the layers (scripts/check-arrows.ts)`];
  const problems = required
    .filter((file) => !existsSync(join(root, dir, file)))
    .map((file) => `${dir}: ${file} is missing`);
  for (const file of readdirSync(join(root, dir))) {
    const stray = !permitted.has(file) && statSync(join(root, dir, file)).isFile();
    if (stray)
      problems.push(
        `${dir}/${file}: a package has ${[...permitted].join(', ')} at its top and no other file`,
      );
  }
  const declared = Object.keys({
    ...manifest.dependencies,
    ...manifest.optionalDependencies,
    ...manifest.peerDependencies,
  });
  for (const dependency of declared.filter((other) => other.startsWith('@qis/'))) {
    if (!mayImport.includes(dependency))
      problems.push(`${dir}/package.json: ${name} may not depend on ${dependency}`);
  }
  for (const file of sourcesOf(dir)) {
    const isTest = testFile.test(file);
    const reachable =
      isTest && name !== '@qis/core' ? [...mayImport, ...libraries, '@qis/test-servers'] : mayImport;
    for (const specifier of importsOf(file)) {
      const imported = /^@qis\/[^/]+/.exec(specifier)?.[0];
      if (imported && imported !== name && !reachable.includes(imported)) {
        problems.push(`${file}: ${name} may not import ${imported}`);
      }
      if (edge.includes(name) && !isTest && specifier.startsWith('node:')) {
        problems.push(`${file}: ${name} runs at the edge and may not import ${specifier}`);
      }
    }
  }
  return problems;
}

/** A package is reached by its name, so that what it does not export stays its own. */
function importsThatLeave(dir: string): string[] {
  return sourcesOf(dir).flatMap((file) =>
    importsOf(file)
      .filter((specifier) => specifier.startsWith('.'))
      .filter((specifier) =>
        relative(join(root, dir), resolve(root, dirname(file), specifier)).startsWith('..'),
      )
      .map((specifier) => `${file}: ${specifier} is outside ${dir}`),
  );
}

function sourcesOf(dir: string): string[] {
  return globSync(`${dir}/**/*.ts`, { cwd: root, exclude: (path) => /node_modules|dist/.test(path) });
}

function importsOf(file: string): string[] {
  return ts
    .preProcessFile(readFileSync(join(root, file), 'utf8'))
    .importedFiles.map(({ fileName }) => fileName);
}
