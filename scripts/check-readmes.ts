// Runs the first TypeScript example of every package's README, as it stands there, against the built packages.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './run-child.mjs';
import { codeExports, published, report, type WorkspacePackage } from './workspace.ts';

report(
  (
    await Promise.all(published.filter(({ manifest }) => codeExports(manifest).length > 0).map(problemsOf))
  ).flat(),
);

async function problemsOf({ dir }: WorkspacePackage): Promise<string[]> {
  const readme = await readFile(join(root, dir, 'README.md'), 'utf8').catch(() => '');
  const example = /^```ts\n(.*?)^```/ms.exec(readme)?.[1];
  if (example === undefined) return [`${dir}/README.md: it has no example in TypeScript`];
  const stderr = await runExample(example);
  return stderr === undefined ? [] : [`${dir}/README.md: the example fails:\n${stderr}`];
}

/** The examples folder has every package, as a reader's project would. */
function runExample(code: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { cwd: join(root, 'examples'), timeout: 60_000 };
    const child = execFile(
      'node',
      ['--input-type=module-typescript', '-'],
      options,
      (error, _stdout, stderr) => {
        resolve(error ? stderr || error.message : undefined);
      },
    );
    child.stdin?.end(code);
  });
}
