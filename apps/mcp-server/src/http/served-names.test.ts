import type { Denial, Principal } from '@qis/rest/gateway';
import { describe, expect, it } from 'vitest';
import { hostnameOf, underServedNames } from './served-names.ts';

const principal: Principal = { name: 'ann', scopes: [] };

async function statusOf(
  bound: string,
  allowedHosts: readonly string[],
  url: string,
  origin?: string,
): Promise<Denial['status'] | 'let in'> {
  const authenticate = underServedNames({ host: bound, allowedHosts }, () => principal);
  const answer = await authenticate(new Request(url, { headers: { ...(origin && { origin }) } }));
  return 'status' in answer ? answer.status : 'let in';
}

describe('a server is served', () => {
  it.each([
    ['127.0.0.1', [], 'http://127.0.0.1:7341/'],
    ['127.0.0.1', [], 'http://localhost/'],
    ['127.0.0.1', [], 'http://[::1]:7341/'],
    ['127.0.0.1', ['qis.example'], 'http://qis.example/'],
    ['127.0.0.1', ['qis.example'], 'http://QIS.example:8443/'],
    ['10.0.0.7', [], 'http://10.0.0.7:7341/'],
    ['team-server', [], 'http://team-server:7341/'],
    ['0.0.0.0', [], 'http://192.168.1.9/'],
    ['0.0.0.0', [], 'http://[2001:db8::7]/'],
    ['[::]', [], 'http://192.168.1.9/'],
  ] as const)('where it is bound to %s and %j is allowed, as %s', async (bound, allowed, url) => {
    expect(await statusOf(bound, allowed, url)).toBe('let in');
  });
});

describe('a server is not served', () => {
  it.each([
    ['127.0.0.1', [], 'http://rebound.example/'],
    ['127.0.0.1', [], 'http://127.0.0.1.rebound.example/'],
    ['127.0.0.1', [], 'http://10.0.0.7/'],
    ['127.0.0.1', ['qis.example'], 'http://sub.qis.example/'],
    ['10.0.0.7', [], 'http://10.0.0.8/'],
    ['0.0.0.0', [], 'http://rebound.example/'],
    ['0.0.0.0', [], 'http://1.2.3.4.rebound.example/'],
  ] as const)('where it is bound to %s and %j is allowed, as %s', async (bound, allowed, url) => {
    expect(await statusOf(bound, allowed, url)).toBe(403);
  });
});

describe('a web page', () => {
  it.each<[string, string[], string, string]>([
    ['127.0.0.1', [], 'http://127.0.0.1:7341/', 'http://localhost:3000'],
    ['127.0.0.1', ['qis.example'], 'http://127.0.0.1/', 'https://qis.example'],
    ['0.0.0.0', [], 'http://192.168.1.9/', 'http://192.168.1.9'],
  ])('of this server is answered: bound to %s, allowed %j, %s from %s', async (...each) => {
    expect(await statusOf(...each)).toBe('let in');
  });

  it.each<[string, string[], string, string]>([
    ['127.0.0.1', [], 'http://127.0.0.1:7341/', 'https://page.example'],
    ['127.0.0.1', [], 'http://127.0.0.1:7341/', 'null'],
    ['127.0.0.1', [], 'http://127.0.0.1:7341/', 'file://'],
    ['0.0.0.0', [], 'http://192.168.1.9/', 'http://192.168.1.66'],
    ['10.0.0.7', [], 'http://10.0.0.7/', 'http://localhost:3000'],
  ])('of another is not: bound to %s, allowed %j, %s from %s', async (...each) => {
    expect(await statusOf(...each)).toBe(403);
  });
});

it.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::1', '[::1]'],
  ['[::]', '[::]'],
  ['LocalHost', 'localhost'],
  ['qis.example', 'qis.example'],
  ['qis.example:443', undefined],
  ['https://qis.example', undefined],
  ['qis.example/v1', undefined],
  ['user@qis.example', undefined],
  ['*.example', undefined],
  ['', undefined],
])('%j names the host %s', (text, host) => {
  expect(hostnameOf(text)).toBe(host);
});
