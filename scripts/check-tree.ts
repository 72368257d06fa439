// No file may name a path of somebody's machine or the address of a registry, or be named after nothing.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run-child.mjs';
import { report } from './workspace.ts';

const machinePath = /(?<![\w.-])\/(?:home|Users|root|work)\/\w|[A-Z]:\\Users\\/;
const registryAddress = /(?:resolved|tarball)"?:? *"?https?:\/\/|^ *registry *[=:] *"?https?:/;
const namedAfterNothing =
  /(?:^|\/)(?:utils?|helpers?|common|shared|misc|internal|lib|constants|types)(?:\/|\.m?[jt]s$)/;
const text = /\.(?:m?[jt]s|json|md|ya?ml|html|sh)$|^\.ci\/run$|(?:^|\/)\.npmrc$/;

if (!existsSync(join(root, '.git'))) {
  console.log('not a git checkout: the tree is not checked');
} else {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(root, file)));
  report(files.flatMap(problemsOf));
}

function problemsOf(file: string): string[] {
  const problems = namedAfterNothing.test(file) ? [`${file}: the name says nothing about what is in it`] : [];
  if (!text.test(file)) return problems;
  for (const [index, line] of readFileSync(join(root, file), 'utf8').split('\n').entries()) {
    if (machinePath.test(line)) problems.push(`${file}:${index + 1}: a path of one machine`);
    if (registryAddress.test(line)) problems.push(`${file}:${index + 1}: the address of a registry`);
  }
  return problems;
}
