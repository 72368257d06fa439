import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findQdrant, skipLoudly } from '@qis/test-servers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newCollection } from './opened.ts';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('open-racing.ts', import.meta.url));
const qdrant = findQdrant();
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) process.stderr.write('SKIPPED: no openssl to make a certificate with.\n');

describe.skipIf(skipLoudly(qdrant) || !hasOpenssl)('behind TLS', () => {
  it.each([
    ['qdrant', 'http/1.1'],
    ['qdrant+grpc', 'h2'],
  ])('%s speaks it, to whom the certificate is known', async (scheme, protocol) => {
    const server = await qdrant.start();
    onTestFinished(() => server.close());
    const { key, cert, file } = makeCertificate();
    const inside = scheme === 'qdrant' ? Number(new URL(server.url).port) : server.grpcPort;
    const proxy = createServer({ key, cert, ALPNProtocols: [protocol] }, (outer) => {
      const inner = connect(inside, '127.0.0.1');
      outer.pipe(inner).pipe(outer);
      for (const socket of [outer, inner]) socket.on('error', () => outer.destroy());
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void proxy.close());
    await once(proxy, 'listening');
    const url = `${scheme}://localhost:${(proxy.address() as AddressInfo).port}`;

    const collection = newCollection(server.url);
    const write = async (address: string, trusted?: string): Promise<string> => {
      const args = ['--conditions=@qis/source', PROGRAM, address, collection, '1', '1', '0'];
      const env = { ...process.env, ...(trusted !== undefined && { NODE_EXTRA_CA_CERTS: trusted }) };
      return (await run(process.execPath, args, { env })).stdout.trim();
    };
    expect(await write(`${url}?tls=true`, file)).toBe('written');
    expect(await write(`${url}?tls=true`)).toBe('STORE_UNAVAILABLE');
    expect(await write(url, file)).toBe('STORE_UNAVAILABLE');
  });
});

/** A key and a certificate for localhost, of nobody but itself. */
function makeCertificate(): { key: Buffer; cert: Buffer; file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'qis-tls-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert],
    ...name,
  ]);
  expect(made.status).toBe(0);
  return { key: readFileSync(key), cert: readFileSync(cert), file: cert };
}
