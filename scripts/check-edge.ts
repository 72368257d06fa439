// What runs at the edge too is compiled once more without Node's types: process, Buffer and node: do not exist there.
import { join } from 'node:path';
import { runSteps } from './steps.ts';
import { edge, published } from './workspace.ts';

const folders = published.filter(({ manifest }) => edge.includes(manifest.name)).map(({ dir }) => dir);

await runSteps(
  [...folders, 'packages/embeddings/src/openai'].map((folder) => ({
    title: `  ${folder}`,
    command: ['tsc', '--project', join(folder, 'tsconfig.json')],
  })),
);
