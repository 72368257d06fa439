import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import {
  CLUSTER_ENV,
  clusterFlags,
  findQdrant,
  freePorts,
  QDRANT_IMAGE,
  skipLoudly,
} from '@qis/test-servers';
import { expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';

interface Service {
  readonly image: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly healthcheck: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

const file = readFileSync(new URL('../../../deploy/qdrant/compose.yaml', import.meta.url), 'utf8');
const compose: { services: Record<string, Service>; volumes: object } = parse(file, { merge: true });
const services = Object.entries(compose.services);

it('has three nodes of the version that the tests run', () => {
  expect(services.map(([name]) => name)).toEqual(['qdrant-1', 'qdrant-2', 'qdrant-3']);
  for (const [, { image }] of services) expect(image).toBe(QDRANT_IMAGE);
});

it('gives each node the flags and settings by which the proof forms its cluster', () => {
  const peers = services.map(([name]) => `http://${name}:6335`);
  for (const [index, [, { command, environment }]] of services.entries()) {
    expect(command).toEqual(['./qdrant', ...clusterFlags(peers, index)]);
    expect(environment).toMatchObject(CLUSTER_ENV);
  }
});

it('asks for a key, sends no telemetry, and publishes REST and gRPC on the loopback alone', () => {
  for (const [, { environment, ports }] of services) {
    expect(environment.QDRANT__SERVICE__API_KEY).toMatch(/^\$\{QDRANT_API_KEY:\?/);
    expect(environment.QDRANT__TELEMETRY_DISABLED).toBe('true');
    expect(ports.map((port) => port.replace(/:\d+:/, ':*:'))).toEqual([
      '127.0.0.1:*:6333',
      '127.0.0.1:*:6334',
    ]);
  }
});

it('keeps what each node holds in a volume of its own, and starts them one after the other', () => {
  expect(Object.keys(compose.volumes)).toEqual(services.map(([name]) => name));
  for (const [index, [name, { volumes, depends_on, healthcheck }]] of services.entries()) {
    expect(volumes).toEqual([`${name}:/qdrant/storage`]);
    const before = services[index - 1]?.[0];
    expect(depends_on).toEqual(before && { [before]: { condition: 'service_healthy' } });
    expect(healthcheck.test).toContain('bash');
  }
});

const qdrant = findQdrant();

it.skipIf(skipLoudly(qdrant))(
  'looks for the health of a node in a way that tells one that serves from none',
  async () => {
    const server = await qdrant.start();
    onTestFinished(() => server.close());
    const [unused] = await freePorts(1);
    for (const [, { healthcheck }] of services) {
      const [, program = '', ...args] = healthcheck.test;
      const check = (port: string): number | null =>
        spawnSync(
          program,
          args.map((arg) => arg.replace('6333', port)),
          { timeout: 5_000 },
        ).status;
      expect(check(new URL(server.url).port)).toBe(0);
      expect(check(String(unused))).not.toBe(0);
    }
  },
);
