import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRoot, UNPRIVILEGED } from './server-folder.ts';

export interface Launch {
  /** For messages: `Qdrant`. */
  readonly name: string;
  /** An executable file, or the name of one on the PATH. */
  readonly command: string;
  readonly args: readonly string[];
  /** A file that it reads, wherever it lies: becomes its last argument. Default none. */
  readonly file?: string;
  /** All that it gets beside PATH and HOME: what is in the environment of the tests is not its business. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where it runs, and its HOME. It must be able to write there (`makeServerFolder`). */
  readonly folder: string;
  /** Whether it answers by now. May throw where it does not. */
  readonly answers: () => Promise<boolean>;
  /** A container engine must be run as whoever we are, with our environment: what it runs gets neither. Default false. */
  readonly privileged?: boolean;
}

/** A server that somebody asked to be started, and that answers. */
export interface ServerProcess {
  /** Of the server itself. */
  readonly pid: number;
  /** Resolves when it is gone. */
  readonly exited: Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** Ends it and whatever it has started, at once; resolves when it is gone. */
  kill(): Promise<void>;
}

const START_MS = 60_000;
const POLL_MS = 15;
const TAIL_CHARACTERS = 2_000;

/**
 * Ahead of the server, a shell starts a watcher that reads descriptor 3. Where that closes without a word, the tests are
 * gone, however they ended: it kills the server and removes its folder, which may be in memory. With a word the folder
 * stays. Then it kills the group, itself with it.
 */
const UNDER_WATCH =
  '(read -r _ || { kill -9 $$; rm -rf "$(pwd -P)"; }; kill -9 0) <&3 &\nexec "$0" "$@" 3<&-';

/**
 * Starts a server in a process group of its own and waits until it answers.
 * @throws Error with the end of what it said, where it dies or does not answer within a minute.
 */
export async function startProcess(launch: Launch): Promise<ServerProcess> {
  const { name } = launch;
  const child = spawnUnderWatch(launch);
  child.stdio[3]?.on('error', () => {}); // the watcher may be gone before the word arrives
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      said = (said + chunk).slice(-TAIL_CHARACTERS);
    });
  }
  let end: string | undefined;
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      end = error.message;
      resolve();
    });
    child.once('exit', (code, signal) => {
      end = `ended with ${code ?? signal}`;
      dismissWatcher(child);
      resolve();
    });
  });
  const server: ServerProcess = {
    pid: child.pid ?? 0,
    exited,
    signal: (signal) => void child.kill(signal),
    kill: async () => {
      dismissWatcher(child);
      child.kill('SIGKILL');
      await exited;
    },
  };
  const giveUp = performance.now() + START_MS;
  while (!(await launch.answers().catch(() => false)) || end !== undefined) {
    if (end !== undefined) throw new Error(`${name} ${end}. It said: ${said}`);
    if (performance.now() > giveUp) {
      await server.kill();
      throw new Error(`${name} did not answer within ${START_MS / 1000} s. It said: ${said}`);
    }
    await Promise.race([sleep(POLL_MS), exited]);
  }
  return server;
}

function dismissWatcher(child: ChildProcess): void {
  const watcher = child.stdio[3];
  if (watcher instanceof Writable && !watcher.writableEnded) watcher.end('\n');
}

function spawnUnderWatch(launch: Launch): ChildProcess {
  const { command, args, file, env, folder, privileged = false } = launch;
  const drop = isRoot && !privileged;
  const opened: number[] = [];
  // Nobody may not be allowed into the folder where a file lies, so it is handed over open.
  const handOver = (path: string): string => {
    if (!drop || !path.startsWith('/')) return path;
    opened.push(openSync(path, 'r'));
    return `/proc/self/fd/${3 + opened.length}`;
  };
  try {
    const words = [handOver(command), ...args, ...(file === undefined ? [] : [handOver(file)])];
    return spawn('/bin/sh', ['-c', UNDER_WATCH, ...words], {
      cwd: folder,
      detached: true,
      env: privileged ? { ...process.env, ...env } : { PATH: process.env.PATH, HOME: folder, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', ...opened],
      ...(drop && { uid: UNPRIVILEGED, gid: UNPRIVILEGED }),
    });
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
}
