import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A server in a process of its own, at a port of 127.0.0.1 that it tells. */
export interface ChildServer {
  readonly port: number;
  /** Ends it as an operator would. */
  stop(): Promise<void>;
}

/** @param tells finds the port in what it prints. */
export async function startServer(
  node: readonly string[],
  tells: RegExp,
  env: NodeJS.ProcessEnv = {},
): Promise<ChildServer> {
  const child = spawn(process.execPath, node, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, ...env },
  });
  const port = await portOf(child, tells);
  return {
    port,
    stop: async () => {
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
    },
  };
}

/** What it prints later is read and dropped, as a collector of logs would take it. */
function portOf({ stdout, stderr, ...child }: ChildProcess, tells: RegExp): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    for (const stream of [stdout, stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        if (said.length > 4_096) return;
        said += text;
        const port = tells.exec(said)?.[1];
        if (port) resolve(Number(port));
      });
      stream?.once('close', () => reject(new Error(`The server ended: ${said} (${child.exitCode})`)));
    }
  });
}
