// The long proofs, each in a NAME.proof.ts whose first comment line says what it proves.
//   npm run proof               lists them
//   npm run proof -- NAME...    runs those named (and "all" runs every one)
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { root } from './run-child.mjs';
import { runSteps } from './steps.ts';

const proofs = new Map(
  globSync('{packages,apps,benchmarks,examples}/**/*.proof.ts', {
    cwd: root,
    exclude: (path) => /node_modules|dist/.test(path),
  })
    .sort()
    .map((file) => [basename(file, '.proof.ts'), file]),
);
const args = process.argv.slice(2).filter((arg) => arg !== '--'); // pnpm hands it on, npm does not
const options = args.filter((arg) => arg.startsWith('-'));
const wanted = args.filter((arg) => !arg.startsWith('-'));

if (wanted.length === 0) {
  for (const [name, file] of proofs) console.log(`${name.padEnd(24)}${firstComment(file)}`);
  if (proofs.size === 0) console.log('No proof is written yet: a proof is a NAME.proof.ts in a package.');
} else {
  const unknown = wanted.filter((name) => name !== 'all' && !proofs.has(name));
  if (unknown.length > 0) {
    console.error(`No proof is named ${unknown.join(', ')}. There are: ${[...proofs.keys()].join(', ')}`);
    process.exit(2);
  }
  const names = wanted.includes('all') ? [...proofs.keys()] : wanted;
  await runSteps(
    names.map((name) => ({
      title: name,
      command: ['vitest', 'run', '--project', 'proof', ...options, String(proofs.get(name))] as const,
    })),
  );
}

function firstComment(file: string): string {
  return (
    /^\/\/ ?(.*)|^\/\*\* ?(.*?)(?: \*\/)?$/m
      .exec(readFileSync(`${root}${file}`, 'utf8'))
      ?.slice(1)
      .find(Boolean) ?? ''
  );
}
