import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { freePorts } from './free-ports.ts';
import { makeServerFolder, removeServerFolder } from './server-folder.ts';
import { startProcess } from './server-process.ts';
import type { TestServer } from './test-server.ts';

const run = promisify(execFile);

export interface Container {
  /** For messages: `Qdrant`. */
  readonly name: string;
  /** With its version: `qdrant/qdrant:v1.16.3`. */
  readonly image: string;
  /** Ports inside; the first is the one of the URL. */
  readonly ports: readonly number[];
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the server under this URL answers by now. May throw where it does not. */
  readonly answers: (url: string) => Promise<boolean>;
}

export interface StartedContainer extends TestServer {
  /** Outside, in the order of `ports`. */
  readonly ports: readonly number[];
}

/** Starts the pinned image, its ports on loopback alone. */
export async function startContainer(engine: string, container: Container): Promise<StartedContainer> {
  const { name, image, env = {} } = container;
  const ports = await freePorts(container.ports.length);
  const url = `http://127.0.0.1:${ports[0]}`;
  const label = `qis-test-${randomUUID()}`;
  await run(engine, ['pull', '--quiet', image]);
  const folder = makeServerFolder('container');
  const server = await startProcess({
    name: `${name} (${engine} run ${image})`,
    command: engine,
    args: [
      'run',
      '--rm',
      '--name',
      label,
      ...container.ports.flatMap((inside, i) => ['-p', `127.0.0.1:${ports[i]}:${inside}`]),
      ...Object.entries(env).flatMap(([key, value]) => ['-e', `${key}=${value}`]),
      image,
    ],
    folder,
    answers: () => container.answers(url),
    privileged: true,
  }).catch((error: unknown) => {
    removeServerFolder(folder);
    throw error;
  });
  return {
    url,
    ports,
    close: async () => {
      await run(engine, ['rm', '--force', '--volumes', label]);
      await server.kill();
      removeServerFolder(folder);
    },
  };
}
