import type { Rule } from './rule.ts';

/** What else can be refused. */
export const PERSONAL_DATA = ['email', 'card'] as const;
export type PersonalData = (typeof PERSONAL_DATA)[number];

/** Refused where it is asked for only: engineering text is full of `git@…` and of long numbers. */
export const PERSONAL_RULES: Readonly<Record<PersonalData, Rule>> = {
  email: {
    name: 'an e-mail address',
    // `git@host:path` is a remote, `user@host/` part of a URL; a version such as `node@24.1` ends with no letters.
    pattern:
      /(?<![\w.+-])([\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,5}\.[A-Za-z]{2,24})(?![\w:/@-])/g,
    holds: (address) => !address.startsWith('git@'),
  },
  card: {
    name: 'a card number',
    pattern: /(?<![\w.-])(\d(?:[ -]?\d){12,18})(?![\w-]|\.\d)/g,
    holds: isCardNumber,
  },
};

/** 13 to 19 digits that begin as cards do and end with their check digit (ISO/IEC 7812, Luhn). */
function isCardNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  if (!/^[2-6]/.test(digits) || /^(\d)\1+$/.test(digits)) return false;
  let sum = 0;
  for (const [i, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (i % 2 === 0 ? 1 : 2);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
