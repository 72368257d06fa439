import { licensePlugin } from 'rolldown-license-plugin';
import type { UserConfig } from 'tsdown';
import { codeExports, type Manifest, published } from './scripts/workspace.ts';

// Every package is built from its own package.json: each target of `exports` and `bin` is one entry.
// A library (`exports`) keeps the shape of src in dist, file by file. A program (`bin`) is bundled with all it needs,
// its dependencies too, because a host waits for it to start; only native code and what is optional stay outside.

const library: UserConfig = { sourcemap: true, unbundle: true };
const native = ['better-sqlite3', 'usearch'];
// The licences of what is bundled ask that their texts go where the code goes.
const licences = licensePlugin({
  done: (packages, { emitFile }) => {
    const texts = packages.map(
      ({ name, version, license, licenseText }) => `${name} ${version} (${license})\n\n${licenseText.trim()}`,
    );
    emitFile({ type: 'asset', fileName: 'THIRD-PARTY-LICENSES.txt', source: texts.join('\n\n---\n\n') });
  },
});

const program = ({ peerDependencies = {} }: Manifest): UserConfig => ({
  dts: false,
  clean: false, // dist holds the library too
  deps: {
    alwaysBundle: (id) => !id.startsWith('node:') && !native.includes(id) && !(id in peerDependencies),
    onlyBundle: false,
  },
  inputOptions: { resolve: { conditionNames: ['@qis/source', 'node', 'import', 'default'] } },
  plugins: [licences],
});

const config: UserConfig[] = published.flatMap(({ dir, manifest }) => {
  const { name, bin, exports } = manifest;
  const base: UserConfig = {
    cwd: dir,
    root: 'src',
    platform: 'node',
    fixedExtension: false,
    report: false,
  };
  const targets = codeExports(manifest).map(
    (subpath) => (exports[subpath] as Record<string, string>).default,
  );
  const asLibrary: UserConfig = { ...base, ...library, name, entry: entries(targets) };
  if (!bin) return [asLibrary];
  return [
    asLibrary,
    { ...base, ...program(manifest), name: `${name}-bin`, entry: entries(Object.values(bin)) },
  ];
});

function entries(targets: readonly (string | undefined)[]): Record<string, string> {
  return Object.fromEntries(
    targets.map((path) => {
      const name = String(path).slice('./dist/'.length, -'.js'.length);
      return [name, `src/${name}.ts`];
    }),
  );
}

export default config;
