import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The path of a program on the PATH. */
export function findCommand(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder || '.', name))
    .find(isExecutable);
}

/** The name of a container engine whose daemon, if it needs one, answers. */
export function findContainerEngine(): string | undefined {
  return ['docker', 'podman'].find((engine) => {
    if (!findCommand(engine)) return false;
    // `docker info` succeeds without a daemon; listing asks it.
    return spawnSync(engine, ['ps', '-q'], { timeout: 5_000, stdio: 'ignore' }).status === 0;
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
