import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Collects what is unreachable, what native code holds on its behalf included. */
export async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // What is native is let go of in a later turn.
  for (let round = 0; round < 3; round++) {
    collect();
    await turn();
  }
}
