// What programs and people write where a value would stand.
const STANDS_FOR_ONE =
  /^[$%<{[*]|^@[\w./]|example|placeholder|redact|dummy|change[-_]?me|replace[-_]?(?:me|with|this)|insert[-_]|(?:^|[-_])(?:your|my)[-_]|\.\.\.|…|\*{3}|(.)\1{5}|^abcdef\.0123456789abcdef$/i;
const SAID_FOR_ONE = new Set(
  'password passwd pass pwd pw secret mysecret mypassword token key apikey api_key username user login admin root none null undefined true false required optional string empty hidden masked removed value changeit'.split(
    ' ',
  ),
);
// `process.env.DB_PASSWORD`, `config::api_key2`, `self->token`, `OAUTH2_CLIENT_SECRET`
const NAMES_ONE =
  /^(?:[A-Za-z_]\w{0,40}(?:(?:\.|::|->)[A-Za-z_]\w{0,40}){1,6}|[A-Z]{2,}\d{0,2}(?:_[A-Z]{2,}\d{0,2})+)$/;
// `~/.m2/settings.xml`, `/run/secrets/db_1`, `arn:aws:secretsmanager:…`, `op://vault/item`: where it is, not what it is
const SAYS_WHERE =
  /^(?:~\/|\.{0,2}\/[a-z]{2,12}\/|(?:https?|arn|urn|op|vault|env|file|ssm|s3|gs|secretsmanager|keyvault):)/;
// `scram-sha-256`, `created_at_desc`. No part can be read in two ways, or long texts would be tried in all of them.
const WORD = '(?:[a-z]+|[A-Z](?:[a-z]+|[A-Z]*)|\\d{1,4})';
const WORDS = new RegExp(`^[-_./:+@]*${WORD}(?:[-_./:+@]+${WORD})*[-_./:+@]*$`);

/** Whether a text stands for a value that is elsewhere, or for any: `<token>`, `$TOKEN`, `xxxxxxxx`, `your-key`. */
export function isPlaceholder(value: string): boolean {
  return STANDS_FOR_ONE.test(value) || SAID_FOR_ONE.has(value.toLowerCase());
}

/** Whether a text names a value that is elsewhere. */
function isReference(value: string): boolean {
  return NAMES_ONE.test(value) || SAYS_WHERE.test(value);
}

/** Whether a text is made of words and short numbers: `xoxo-theme-for-vscode`. */
export function isWords(value: string): boolean {
  return WORDS.test(value);
}

/** Whether a text may be a password that somebody chose: six characters or more, letters and digits, or digits alone. */
export function looksChosen(value: string): boolean {
  if (value.length < 6 || isPlaceholder(value) || isReference(value)) return false;
  if (isVersion(value) || /^\d{4}-\d\d-\d\d(?:T|$)/.test(value)) return false;
  if (!/\d/.test(value))
    return (
      isPadded(value) || /[A-Za-z]![A-Za-z]/.test(value) || (/[a-z][A-Z]/.test(value) && !hasWords(value))
    );
  return !/^[a-z]+(?:[-_./][a-z]+)*[-_./]\d{1,4}$/i.test(value);
}

// `base64-encoded`, `SHA256`, `12-character`: said of passwords more often than they are ones.
const SAID_OF_ONE =
  /^(?:base\d\d|sha|md5|utf|argon|bcrypt|scrypt|pbkdf|aes|rsa|hmac|oauth|ed25519|x509|pkcs|ascii|unicode)|^\d+[-_+]?[a-z+-]*$/i;

/**
 * Whether a text may be a password where a sentence says one: eight characters or more, letters with two digits or with
 * `!`, `#` or `^`. Stricter than `looksChosen`, since any word may stand there.
 */
export function looksSpoken(value: string): boolean {
  if (!looksChosen(value) || value.length < 8 || isSaidOfPasswords(value)) return false;
  if (!/[A-Za-z]/.test(value) || /[/\\:=]|[a-z]\.[a-z]/i.test(value)) return false;
  return /[!#^]/.test(value) || /\d\D*\d/.test(value) || isMixed(value);
}

/** Whether letters of both cases and digits stand in it without a word. */
export function isMixed(value: string): boolean {
  return /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[A-Za-z\d]{12,}$/.test(value) && !/[a-z]{4}/.test(value);
}

/** Whether a text says how passwords are kept or what they must have. */
export function isSaidOfPasswords(value: string): boolean {
  return SAID_OF_ONE.test(value);
}

/** Whether a text is a version: `1.48.0`, `v2.14.0-rc1`. */
function isVersion(value: string): boolean {
  return /^v?\d{1,4}(?:\.\d{1,6}){1,3}(?:[-+][\w.]*)?$/.test(value);
}

/** Whether a text is base64 that fills its last group. */
function isPadded(value: string): boolean {
  return value.length % 4 === 0 && /^[A-Za-z0-9+/]{6,}={1,2}$/.test(value);
}

/** Whether a text may be a key that a program made: letters with digits, or in no case that words have. */
export function looksRandom(value: string, length = 16): boolean {
  if (value.length < length || isPlaceholder(value) || isReference(value) || isWords(value)) return false;
  if (!/[A-Za-z]/.test(value)) return false;
  return /\d/.test(value) || !hasWords(value);
}

/** Whether most letters fall into words of three or more, as in `camelCase`; where case never changes, they may. */
function hasWords(letters: string): boolean {
  if (!/[a-z]/.test(letters) || !/[A-Z]/.test(letters)) return true;
  const words = letters.match(/[A-Z]?[a-z]{2,}/g)?.filter(({ length }) => length > 2) ?? [];
  return words.join('').length >= 0.6 * letters.length;
}

/** Whether base64 says `name:password`. */
export function isBasicPair(value: string): boolean {
  return /^[\x20-\x39\x3b-\x7e]*:[\x20-\x7e]{3,}$/.test(Buffer.from(value, 'base64').toString('latin1'));
}
