import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sqliteFault, sqlitePath } from './sqlite-path.ts';

const linux = { env: {}, platform: 'linux', home: '/h' } as const;

it.each([
  ['sqlite:', join('/h', '.local', 'share', 'qis', 'outcomes.db')],
  ['sqlite:?collection=team', join('/h', '.local', 'share', 'qis', 'outcomes.db')],
  ['sqlite://', join('/h', '.local', 'share', 'qis', 'outcomes.db')],
  ['sqlite:/srv/qis/team.db', '/srv/qis/team.db'],
  ['sqlite:///srv/qis/team.db?collection=a', '/srv/qis/team.db'],
  ['sqlite:team.db', 'team.db'],
  ['sqlite:../team.db', '../team.db'],
  ['sqlite:~/team.db', join('/h', 'team.db')],
  ['sqlite:/a folder/%C3%BC b', '/a folder/ü b'],
  ['sqlite:/a%23b%3Fc%25', '/a#b?c%'],
  ['sqlite:/C:/x.db', '/C:/x.db'],
])('%s is %s', (url, path) => {
  expect(sqliteFault(new URL(url))).toBeUndefined();
  expect(sqlitePath(new URL(url), linux)).toBe(path);
});

it('without a path is in the data folder that the environment names', () => {
  const place = { ...linux, env: { XDG_DATA_HOME: '/data' } };
  expect(sqlitePath(new URL('sqlite:'), place)).toBe(join('/data', 'qis', 'outcomes.db'));
});

// What becomes of the text of a path, tried with the platform's name only: no Windows machine has run it.
it.each([
  ['sqlite:C:\\qis\\team.db', 'C:\\qis\\team.db'],
  ['sqlite:C:/qis/team.db', 'C:/qis/team.db'],
  ['sqlite:///C:/qis/team.db', 'C:/qis/team.db'],
])('on Windows %s is %s', (url, path) => {
  expect(sqliteFault(new URL(url))).toBeUndefined();
  expect(sqlitePath(new URL(url), { ...linux, platform: 'win32' })).toBe(path);
});

it.each([
  ['sqlite://host/x.db', /^names a host/],
  ['sqlite:x#1.db', /^has a #/],
  ['sqlite:100%/x.db', /^has a % that encodes nothing/],
  ['sqlite:%E4x.db', /^has a % that encodes nothing/],
  ['sqlite:x%00.db', /^names a path with a NUL/],
  ['sqlite:x.db%20', /^names a path with .* a blank at its end/],
  ['sqlite::memory:', /^names a store that no other process can see/],
  ['sqlite:~ann/x.db', /^has a ~/],
  ['sqlite:~', /^has a ~/],
  ['sqlite:/srv/qis/', /^names a folder/],
  ['sqlite:/', /^names a folder/],
])('%s is refused', (url, fault) => {
  expect(sqliteFault(new URL(url))).toMatch(fault);
});
