// Everything that a machine can say about the tree before its tests run.
import { checks, runSteps } from './steps.ts';

await runSteps(checks);
