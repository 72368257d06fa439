// Packages that run at the edge too are compiled once more without Node's types: process, Buffer and node: do not exist there.
import { join } from 'node:path';
import { runSteps } from './steps.ts';
import { edge, published } from './workspace.ts';

await runSteps(
  published
    .filter(({ manifest }) => edge.includes(manifest.name))
    .map(({ dir, manifest }) => ({
      title: `  ${manifest.name}`,
      command: ['tsc', '--project', join(dir, 'tsconfig.json')],
    })),
);
