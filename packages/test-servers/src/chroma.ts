import { createRequire } from 'node:module';
import { answersHttp } from './answers-http.ts';
import { findCommand, findContainerEngine } from './find-command.ts';
import { freePorts } from './free-ports.ts';
import { makeServerFolder, removeServerFolder } from './server-folder.ts';
import { type Launch, type ServerProcess, startProcess } from './server-process.ts';
import { startContainer } from './start-container.ts';
import { noSource, type ServerSource, type TestServer } from './test-server.ts';

/** A program that runs a server where `run` and its flags are appended. */
interface ChromaProgram extends Pick<Launch, 'command' | 'args' | 'file'> {
  /** Where it comes from. */
  readonly from: string;
}

/** The makers' own native module with the server inside, for tests alone: see CONTRIBUTING.md. */
const PACKAGE = 'chromadb-js-bindings-linux-x64-gnu';
const IMAGE = 'chromadb/chroma:1.5.9';
const CONTAINER_PORT = 8000;
const HEARTBEAT = '/api/v2/heartbeat';
const STARTS = 3;

/** Runs what the makers' command line runs, without its look for newer versions. */
const RUN_MODULE = `const [flags, file] = process.argv.slice(-2);
const native = { exports: {} };
process.dlopen(native, file);
native.exports.cli(['chroma', ...JSON.parse(flags)]);`;

/**
 * A server that runs already (CHROMA_URL), a `chroma` that is installed (CHROMA_BINARY, or on the PATH), the official
 * image in a container, or the npm package: the first that can be had. Starts nothing.
 */
export function findChroma(): ServerSource<TestServer> {
  const { CHROMA_URL } = process.env;
  if (CHROMA_URL) return running(CHROMA_URL);
  const installed = installedProgram();
  if (installed) return processOf(installed, (flags) => flags);
  const engine = findContainerEngine();
  if (engine) return containerOf(engine);
  const module = packagedModule();
  if (module) return processOf(module, (flags) => [JSON.stringify(flags)]);
  return noSource(
    'Chroma',
    'no CHROMA_URL, no CHROMA_BINARY, no chroma on the PATH, no docker or podman that answers, no npm package for this platform',
  );
}

function running(given: string): ServerSource<TestServer> {
  const url = given.replace(/\/+$/, '');
  return { name: 'Chroma from CHROMA_URL', start: async () => ({ url, close: async () => undefined }) };
}

function installedProgram(): ChromaProgram | undefined {
  const { CHROMA_BINARY: named } = process.env;
  if (named) return { command: named, args: [], from: `CHROMA_BINARY (${named})` };
  const onPath = findCommand('chroma');
  return onPath === undefined ? undefined : { command: onPath, args: [], from: `the binary ${onPath}` };
}

function packagedModule(): ChromaProgram | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  try {
    const file = createRequire(import.meta.url).resolve(PACKAGE);
    return {
      command: process.execPath,
      args: ['--eval', RUN_MODULE],
      file,
      from: `the npm package ${PACKAGE}`,
    };
  } catch {
    return undefined;
  }
}

function processOf(
  program: ChromaProgram,
  asArguments: (flags: readonly string[]) => readonly string[],
): ServerSource<TestServer> {
  const launch = (folder: string, port: number): Promise<ServerProcess> => {
    const flags = ['run', '--path', `${folder}/data`, '--host', '127.0.0.1', '--port', String(port)];
    return startProcess({
      ...program,
      name: 'Chroma',
      args: [...program.args, ...asArguments(flags)],
      env: { ANONYMIZED_TELEMETRY: 'FALSE' },
      folder,
      answers: () => answersHttp(`http://127.0.0.1:${port}${HEARTBEAT}`),
    });
  };
  return { name: `Chroma from ${program.from}`, start: () => startOnFreePort(launch) };
}

async function startOnFreePort(
  launch: (folder: string, port: number) => Promise<ServerProcess>,
): Promise<TestServer> {
  const folder = makeServerFolder('chroma');
  try {
    for (let start = 1; ; start++) {
      const [port = 0] = await freePorts(1);
      try {
        let server = await launch(folder, port);
        return {
          url: `http://127.0.0.1:${port}`,
          get process() {
            return { pid: server.pid, folder };
          },
          restart: async () => {
            await server.kill();
            server = await launch(folder, port);
          },
          close: async () => {
            await server.kill();
            removeServerFolder(folder);
          },
        };
      } catch (error) {
        const taken = error instanceof Error && error.message.includes('in use');
        if (!taken || start === STARTS) throw error;
      }
    }
  } catch (error) {
    removeServerFolder(folder);
    throw error;
  }
}

function containerOf(engine: string): ServerSource<TestServer> {
  return {
    name: `Chroma from ${IMAGE} in ${engine}`,
    start: () =>
      startContainer(engine, {
        name: 'Chroma',
        image: IMAGE,
        ports: [CONTAINER_PORT],
        env: { ANONYMIZED_TELEMETRY: 'FALSE' },
        answers: (address) => answersHttp(address + HEARTBEAT),
      }),
  };
}
