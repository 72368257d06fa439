import { runChild } from './run-child.mjs';

export interface Step {
  title: string;
  command: readonly [string, ...string[]];
}

/** What must hold before the tests run, quickest first. */
export const checks: readonly Step[] = [
  { title: 'format and lint', command: ['biome', 'ci', '--error-on-warnings'] },
  { title: 'tree', command: ['node', 'scripts/check-tree.ts'] },
  { title: 'arrows', command: ['node', 'scripts/check-arrows.ts'] },
  { title: 'figures', command: ['node', '--conditions=@qis/source', 'scripts/check-figures.ts'] },
  { title: 'types', command: ['tsc', '--noEmit'] },
  { title: 'types at the edge', command: ['node', 'scripts/check-edge.ts'] },
  { title: 'unused code', command: ['knip'] },
  { title: 'build', command: ['tsdown', '--logLevel', 'warn'] },
  { title: 'packages', command: ['node', 'scripts/check-packages.ts'] },
  { title: 'README examples', command: ['node', 'scripts/check-readmes.ts'] },
];

/** Runs the steps in order; at the first that fails, ends the process with its exit code. */
export async function runSteps(steps: readonly Step[]): Promise<void> {
  for (const { title, command } of steps) {
    const [file, ...args] = command;
    const start = performance.now();
    const code = await runChild(file, args);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${code === 0 ? 'ok' : 'FAILED'}  ${title} (${seconds} s)`);
    if (code !== 0) process.exit(code);
  }
}
