// Starts commands in this terminal. Plain JavaScript for Node 20, because bring-toolchain.mjs uses it too.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a command from the repository's root to its end, hands signals on, and resolves with its exit code. */
export function runChild(command, args, env = process.env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...env, PATH: join(root, 'node_modules', '.bin') + delimiter + env.PATH },
      stdio: 'inherit',
      shell: process.platform === 'win32' && command !== 'node', // there the tools are .cmd files, which only a shell starts
    });
    const forward = (signal) => {
      // A terminal sends Ctrl-C to every process in it; a second copy would tell the child to skip its clean-up.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, forward);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}
