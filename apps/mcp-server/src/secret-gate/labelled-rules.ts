import type { Rule } from './rule.ts';
import { SPOKEN_RULES } from './spoken-rules.ts';
import { isBasicPair, isPlaceholder, isSaidOfPasswords, looksChosen, looksRandom } from './value.ts';

const isNoPlaceholder = (value: string): boolean => !isPlaceholder(value);
const looksLikeKey = (value: string): boolean => looksRandom(value);
const looksLikeShortKey = (value: string): boolean => looksRandom(value, 12);

// Names end with what they hold: `DB_PASSWORD`, `"spring.datasource.password"`, `X-Auth-Key`.
const PASSWORD =
  'pass(?:word|wd|phrase|code)|pwd|(?<!by|one|two|first|second|last|multi|single|test)_pass|\\b(?:pw|psk)';
const KEY =
  '(?:api|access|secret|private|account|auth|app|application|admin|storage|licen[sc]e|signing|encryption|unseal|pre-?shared|master|deploy|service|server|client|write|ingest(?:ion)?|subscription|functions?)[-_. ]?key(?:[-_ ](?:base|data|id|\\d))?';
// Behind an account, `:secret:` is part of a name at AWS.
const TOKEN = 'token|(?<!\\d{12}:)secret|credentials?|_auth|art-api|honeycomb-team';
// Also within a string (`\"token\":`), behind an index (`env["TOKEN"] =`), in XML (`key="…" value="…"`) and SQL (`= N'…'`).
const IS = `(?:(?:\\\\?["'\`]\\]?)?\\s{0,3}(?:=>|:=|[:=])|["']\\s{1,3}value=)\\s{0,3}(?:N(?='))?(?:\\\\?["'\`])?`;
const VALUE = `([^\\s"'\`<>,;&(){}[\\]]{6,})`;

/** Values that stand behind a name for them: in assignments, headers and sentences. */
const NAMED: readonly Rule[] = [
  { name: 'a password', pattern: new RegExp(`(?:${PASSWORD})${IS}${VALUE}`, 'gi'), holds: looksChosen },
  { name: 'a key', pattern: new RegExp(`(?:${KEY})${IS}${VALUE}`, 'gi'), holds: looksLikeKey },
  { name: 'a token', pattern: new RegExp(`(?:${TOKEN})${IS}${VALUE}`, 'gi'), holds: looksLikeKey },
  { name: 'a key', pattern: /\b[A-Z][A-Z0-9_]{0,40}_KEY=["']?([\w+/=.-]{20,})/g, holds: looksLikeKey },
  {
    name: 'a password',
    pattern: new RegExp(`\\b(?:${PASSWORD})\\s(?:(?:is|was|of|as|to)\\s)?["'\`]?${VALUE}`, 'gi'),
    holds: (value) => looksLikeShortKey(value) && !isSaidOfPasswords(value),
  },
  {
    name: 'a key',
    pattern:
      /(?:\b|_)(?:(?:private|secret|api|access|auth|account|admin|signing|encryption)[-_ ]?(?:key|token)|token)\s(?:is\s|was\s)?["'`]?(?:0x)?([\w+/=-]{20,})/gi,
    holds: (value) => !isCommit(value) && looksLikeKey(value),
  },
];

/** Values that stand where a header, an address, a command or a line of a known file has them. */
const PLACED: readonly Rule[] = [
  {
    name: 'credentials of basic authentication',
    pattern: /\b(?:basic\s{1,3}|_?auth["']?\s{0,3}[:=]\s{0,3}["']?)([A-Za-z0-9+/_-]{8,}={0,2})/gi,
    holds: isBasicPair,
  },
  { name: 'a bearer token', pattern: /\bbearer\s{1,3}["'`]?([\w.~+/=-]{16,})/gi, holds: looksLikeKey },
  {
    name: 'credentials of an Authorization header',
    pattern:
      /\bauthorization["']?\s{0,3}[:=]\s{0,3}["'`]?(?:[A-Za-z][\w-]{0,20}\s)?(?:\w{1,12}=)?["']?([\w.~+/=-]{16,})/gi,
    holds: looksLikeKey,
  },
  {
    name: 'a session cookie',
    pattern:
      /\bcookie["']?:\s?(?:[^\n]{0,80}?[;\s])?[\w.-]{0,30}(?:sess|sid|auth|token|jwt)[\w.-]{0,20}=["']?([\w.%+/=-]{20,})/gi,
    holds: looksLikeKey,
  },
  {
    name: 'a URL with a password',
    // But `postgres:postgres@localhost`, the default of an image.
    pattern:
      /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{0,100}:([^\s/@]{3,100})@(?!(?<=:\/\/\1:\1@)(?:localhost|127\.0\.0\.1)\b)[\w[]/gi,
    holds: isNoPlaceholder,
  },
  { name: 'a one-time-password secret', pattern: /\botpauth:\/\/[^\s]{0,120}?secret=([A-Z2-7]{16,})/gi },
  {
    name: 'a password on a command line',
    pattern:
      /(?:\s|^)--?(?:password|passwd|pass|token|api-?key|account-key|secret|auth-token|(?:src|dest)?(?:store|key)pass)[ =]["']?([^\s"'`<>$]{6,})/gi,
    holds: looksChosen,
  },
  {
    name: 'a password on a command line',
    pattern:
      /\b(?:sshpass|docker login|podman login|mysql|mysqldump|mongosh?|psql|redis-cli)\b[^\n|;]{0,80}?\s-[pak]\s?["']?([^\s"'`<>$]{6,})/g,
    holds: looksChosen,
  },
  {
    name: 'a password on a command line',
    pattern:
      /(?:\s(?:-u|--user|--proxy-user)[ =]|\bcurl\b[^\n|;]{0,80}?\s-[a-zA-Z]{0,6}u|\bhttps?\s[^\n|;]{0,80}?-a[ =])["']?[^\s"'`:$]{1,60}:(?!\/\/)([^\s"'`$]{3,})(?![^\s"'`$])(?<![\s="']\1:\1)/g,
    // `-u 1000:1000` and `--user node:node` are a user and a group.
    holds: (value) => isNoPlaceholder(value) && !/^\d{1,6}$/.test(value),
  },
  {
    name: 'a password on a command line',
    pattern:
      /\b(?:ldap[a-z]{3,12}\b[^\n|;]{0,80}?\s-w\s?|sqlplus\s(?:-\w+\s){0,3}[\w$#]{1,60}\/)["']?([^\s"'`<>$@]{6,})/g,
    holds: looksChosen,
  },
  {
    name: 'a token on a command line',
    pattern:
      /(?:\bwandb login(?:\s--\S{1,40}){0,3}\s|sonar\.(?:login|token)=|http-basic\.[\w.-]{1,80}\s\S{1,60}\s)["']?([\w.~+/=-]{16,})/g,
    holds: looksLikeKey,
  },
  {
    name: 'a token to join a cluster',
    pattern: /(?:--token|\btoken:)[ =]["']?([a-z0-9]{6}\.(?=[a-z]*\d)[a-z0-9]{16})(?![\w.])/g,
  },
  {
    name: 'a password in SQL',
    pattern: /\bidentified\s(?:with\s\w{1,40}\s)?by\s["']([^\s"']{4,})["']/gi,
  },
  {
    name: 'a password in XML',
    pattern: new RegExp(`<[\\w.:-]{0,40}(?:${PASSWORD})>([^\\s<>]{6,})</`, 'gi'),
    holds: looksChosen,
  },
  {
    name: 'a password',
    pattern: /\b(?:requirepass|masterauth|bindpw)\s["']?([^\s"'`<>$]{6,})/gi,
    holds: looksChosen,
  },
  {
    name: 'a password',
    pattern: new RegExp(
      `\\b(?:define|set\\w{0,12}|put\\w{0,12})\\(["']\\w{0,40}(?:${PASSWORD})["'],\\s?["']${VALUE}["']`,
      'gi',
    ),
    holds: looksChosen,
  },
  {
    name: 'a key of a webhook or function',
    pattern: /\.azurewebsites\.net\/[^\s?]{0,120}\?code=([\w%/+=-]{40,})/g,
    holds: looksLikeKey,
  },
  {
    name: 'a line of .netrc',
    pattern: /\blogin\s+\S{1,60}\s+password\s+["']?([^\s"']{4,})/g,
    holds: isNoPlaceholder,
  },
  {
    name: 'a line of .pgpass',
    pattern: /(?<![\w.:-])[\w.-]{1,80}:\d{4,5}:[\w*-]{1,60}:[A-Za-z_][\w-]{0,60}:([^\s:]{6,})/g,
    holds: looksChosen,
  },
];

/** What tells by its form, whoever made it. */
const FORMED: readonly Rule[] = [
  {
    name: 'a private key',
    pattern: new RegExp(
      `-----${'BEGIN'} [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?:\\s|\\\\[nr]){0,8}([A-Za-z0-9+/=]{16,})`,
      'g',
    ),
  },
  {
    name: 'a private key',
    pattern:
      /\bAGE-SECRET-KEY-1[A-Z0-9]{50,}|\bLS0tLS1CRUdJTi[A-Za-z0-9+/]{2,20}UFJJVkFUR[A-Za-z0-9+/]{20,}/g,
  },
  { name: 'a private key', pattern: /\bPrivate-Lines:\s\d{1,3}\s+([A-Za-z0-9+/=]{16,})/g },
  { name: 'a JSON Web Token', pattern: /\bey[JI][\w-]{8,}\.ey[JI][\w-]{4,}\.[\w-]{20,}/g },
  {
    name: 'a password hash',
    pattern: /\$(?:[156y]|apr1|2[abxy]?|argon2(?:id|i|d)?|scrypt|pbkdf2-sha\d+)\$([^\s:]{20,})/g,
  },
];

/** Credentials that no vendor's form gives away. What tells most comes first: the first that holds names the finding. */
export const LABELLED_RULES: readonly Rule[] = [...FORMED, ...PLACED, ...NAMED, ...SPOKEN_RULES];

function isCommit(value: string): boolean {
  return /^[0-9a-f]{40}$/.test(value);
}
