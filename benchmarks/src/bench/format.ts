import type { Measurement, Unit } from './measurement.ts';

const DIGITS = 3;
const BYTES = ['bytes', 'kB', 'MB', 'GB'];
const COUNTED: readonly Unit[] = ['tokens', 'packets', 'count'];
/** What stands behind the number. */
const SIGNS: Readonly<Partial<Record<Unit, string>>> = {
  ms: ' ms',
  s: ' s',
  'per second': ' /s',
  ratio: ' ×',
  share: '%',
};

/** The value with its unit, three digits of it, for people: `0.124 ms`, `12.5 MB`, `95.1%`. */
export function formatValue(value: number, unit: Unit): string {
  const { number, sign } = scaled(unit, value);
  return `${number(value)}${sign}`;
}

/** The interval in the scale of the value: `0.118–0.131`. Empty where there is none, or none that has a width. */
export function formatSpread({ value, unit, spread }: Measurement): string {
  if (!spread || spread.low === spread.high) return '';
  const { number } = scaled(unit, value);
  return `${number(spread.low)}–${number(spread.high)}`;
}

/** Words and numbers of what a figure is of: `1,000`. */
export function formatMember(member: string | number): string {
  return typeof member === 'number' ? plain(member) : member;
}

/** `of` in a line: `transport memory:, packets 1,000`. */
export function formatOf(of: Measurement['of']): string {
  return Object.entries(of)
    .map(([key, value]) => `${key} ${formatMember(value)}`)
    .join(', ');
}

function scaled(unit: Unit, value: number): { number: (value: number) => string; sign: string } {
  if (unit === 'share')
    return { number: (share) => (100 * share).toFixed(decimalsOfShare(value)), sign: '%' };
  if (unit !== 'bytes') return { number: COUNTED.includes(unit) ? plain : rounded, sign: SIGNS[unit] ?? '' };
  const power = Math.min(BYTES.length - 1, Math.max(0, Math.floor(Math.log10(Math.abs(value) || 1) / 3)));
  const number = power === 0 ? plain : rounded;
  return { number: (bytes) => number(bytes / 1_000 ** power), sign: ` ${BYTES[power]}` };
}

/** 99.95% is another figure than 100%. */
function decimalsOfShare(share: number): number {
  return share > 0.995 && share < 1 ? 2 : 1;
}

/** A whole number as it is. */
function plain(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en-US') : rounded(value);
}

function rounded(value: number): string {
  if (Math.abs(value) >= 1_000) return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
  if (value === 0) return '0';
  return value.toLocaleString('en-US', {
    minimumSignificantDigits: DIGITS,
    maximumSignificantDigits: DIGITS,
  });
}
