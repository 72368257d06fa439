import { describe, expect, it } from 'vitest';
import { httpSettingsFrom } from './http-settings.ts';

function settingsOf(values: Readonly<Record<string, string>>): ReturnType<typeof httpSettingsFrom> {
  const given = Object.entries(values).map(([name, value]) => [name, { value, source: `--${name}` }]);
  return httpSettingsFrom(Object.fromEntries(given));
}

it('nothing given, a server is for this machine and the usual collection', () => {
  expect(settingsOf({})).toEqual({
    host: '127.0.0.1',
    port: 7341,
    sources: { host: '--host', port: '--port' },
    allowedHosts: [],
    rate: 200,
    logLevel: 'info',
    transport: 'sqlite:',
    collections: ['qis_outcome_packets'],
    ttl: 2_592_000,
  });
});

it('collections come from the flag, in order, or from the URL', () => {
  expect(settingsOf({ collection: 'a, b,c' }).collections).toEqual(['a', 'b', 'c']);
  expect(settingsOf({ transport: 'memory:?collection=team' }).collections).toEqual(['team']);
});

it('another bind than loopback is one with tokens', () => {
  const settings = { host: '0.0.0.0', tokens: 'tokens.json', 'allowed-host': 'a.example, B.example' };
  expect(settingsOf(settings)).toMatchObject({
    host: '0.0.0.0',
    tokens: 'tokens.json',
    allowedHosts: ['a.example', 'b.example'],
  });
});

describe('what cannot be served', () => {
  it.each([
    [{ host: '0.0.0.0' }, /^--host lets other machines connect.*qis-mcp token new --tokens FILE/],
    [{ host: '::' }, /^--host lets other machines connect/],
    [{ host: 'team-server' }, /^--host lets other machines connect/],
    [{ host: '10.0.0.7:80' }, /^--host must be an address or a name/],
    [{ 'allowed-host': 'a.example' }, /^--allowed-host is for others than this machine/],
    [{ tokens: 't', 'allowed-host': 'a.example,' }, /^--allowed-host must be names of hosts/],
    [{ collection: 'a,' }, /a name is 1 to 128 letters/],
    [{ collection: 'a,b/c' }, /a name is 1 to 128 letters/],
    [{ collection: 'a,b', transport: 'memory:?collection=a' }, /names another collection than was given/],
    [{ rate: '0' }, /^--rate must be requests a second/],
    [{ rate: '1e3' }, /^--rate must be requests a second/],
    [{ rate: '-1' }, /^--rate must be requests a second/],
  ])('%j is refused in a sentence', (values, message) => {
    expect(() => settingsOf(values)).toThrow(message);
  });
});
