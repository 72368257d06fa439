import { existsSync, readFileSync } from 'node:fs';
import { StaticEmbedder } from '@qis/embeddings/static';
import { findChroma, findQdrant } from '@qis/test-servers';

/** Their dependencies are what is measured, and the servers that npm can bring. */
const ROOMS = ['../../', '../../../packages/test-servers/'].map((room) => new URL(room, import.meta.url));
const OURS = /^@(?:qis|types)\//;

interface Manifest {
  readonly version: string;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Of everything that a figure may depend on: Node, packages of others, where servers come from, the model. */
export async function readVersions(): Promise<Readonly<Record<string, string>>> {
  const embedder = new StaticEmbedder();
  const { fingerprint } = await embedder.open();
  await embedder.close();
  return {
    node: process.versions.node,
    ...Object.fromEntries(ROOMS.flatMap(packagesOf)),
    'Chroma server': findChroma().name,
    'Qdrant server': findQdrant().name,
    embedder: `${fingerprint.model}@${fingerprint.revision}`,
  };
}

function packagesOf(room: URL): (readonly [string, string])[] {
  const { devDependencies, optionalDependencies } = read(new URL('package.json', room));
  return Object.keys({ ...devDependencies, ...optionalDependencies })
    .filter((name) => !OURS.test(name))
    .map((name) => [name, new URL(`node_modules/${name}/package.json`, room)] as const)
    .filter(([, manifest]) => existsSync(manifest))
    .map(([name, manifest]) => [name, read(manifest).version]);
}

function read(file: URL): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}
