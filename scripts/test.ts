// The checks, then the quick tests. Arguments go to vitest: npm test -- packages/core
import { runChild } from './run-child.mjs';
import { checks, runSteps } from './steps.ts';

await runSteps(checks);
process.exitCode = await runChild('vitest', [
  'run',
  '--project',
  'quick',
  '--allowOnly=false',
  ...process.argv.slice(2),
]);
