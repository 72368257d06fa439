import type { Rule } from './rule.ts';
import { isMixed, looksSpoken } from './value.ts';

const PASSWORD =
  'pass(?:word|phrase|code)|pw|passwort|kennwort|contraseña|mot de passe|senha|wachtwoord|hasło|пароль';
// Languages that put no space between words.
const PASSWORD_CLOSE = '密码|密碼|口令|パスワード|비밀번호';
const IS = 'is|was|ist|war|lautet|es|est|é|jest|changed to|set to|was (?:changed|reset|set) to';
// Of whom, or of what: `for the staging db`, `of root`, `на db-3`.
const WHOSE = '(?:\\s(?:for|of|on|to|at|von|für|de|del|pour|на|для)(?:\\s[^\\s:=]{1,40}){1,3}?)?';
const QUOTE = '["\'`„“«「]';
const VALUE = '([^\\s"\'`<>,;&(){}[\\]“”»」]{8,})';

/** Passwords that a sentence says, in the languages that we know the word of. */
export const SPOKEN_RULES: readonly Rule[] = [
  {
    name: 'a password',
    pattern: new RegExp(
      `(?<![\\p{L}\\d])(?:${PASSWORD})${WHOSE}(?:\\s(?:${IS})\\s|\\s?[:=]\\s?)${QUOTE}?${VALUE}`,
      'giu',
    ),
    holds: looksSpoken,
  },
  {
    name: 'a password',
    pattern: new RegExp(`(?:${PASSWORD_CLOSE})\\s?(?:是|为|為|は|[:=：])\\s?${QUOTE}?${VALUE}`, 'gu'),
    holds: looksSpoken,
  },
  {
    name: 'a password',
    pattern: new RegExp(`\\bpassword\\s${QUOTE}${VALUE}`, 'gi'),
    holds: looksSpoken,
  },
  {
    name: 'a login with its password',
    pattern: new RegExp(
      `\\b(?:log(?:ged|ging)? ?in|login|credentials?|creds|user(?:name)?)(?:\\s(?:are|is|as)|:)?\\s[\\w.@-]{2,40}(?:\\s?[/:]\\s?|\\s(?:with|and)\\s(?:password\\s)?|\\spass(?:word)?\\s)${VALUE}`,
      'gi',
    ),
    holds: (value) => looksSpoken(value) && (/[!#^]/.test(value) || isMixed(value)),
  },
];
