import type { Random } from './random.ts';

const WORDS = [
  'Granite',
  'otter',
  'Lisbon',
  'copper',
  'Falcon',
  'maple',
  'Tango',
  'harbor',
  'Quartz',
] as const;
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

/** As people make them up; without the characters that a URL or a quoted string would have to escape. */
export function password(r: Random): string {
  const word = r.pick(WORDS);
  const other = r.pick(WORDS);
  return r.pick([
    () => `${word}${r.pick(['!', '#', '_', '-'])}${other}${r.text('digits', 2)}`,
    () => `${word}${r.text('digits', 4)}!`,
    () => `${r.text('alnum', 5)}!${r.text('alnum', 8)}`,
    () => r.text('alnum', r.int(14, 24)),
  ])();
}

export const base64 = (text: string): string => Buffer.from(text).toString('base64');
export const user = (r: Random): string => r.pick(['deploy', 'svc_billing', 'admin', 'etl', 'root']);
export const host = (r: Random): string =>
  `${r.pick(['db', 'cache', 'mq', 'ldap'])}-${r.int(1, 9)}.acme.internal`;
export const pem = (label: string): string => `-----${'BEGIN'} ${label}-----`;

export function jwt(r: Random): string {
  const claims = { sub: r.text('digits', 8), iss: 'acme', exp: r.int(17 * 10 ** 8, 18 * 10 ** 8) };
  return `${jsonPart({ alg: r.pick(['HS256', 'RS256', 'ES256']), typ: 'JWT' })}.${jsonPart(claims)}.${r.text('base64url', 43)}`;
}

export const jsonPart = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The characters of addresses and keys in Bech32. */
export const bech32 = (r: Random, length: number): string =>
  Array.from({ length }, () => BECH32[r.int(0, 31)]).join('');
