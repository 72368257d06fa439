import { OutcomeError } from '@qis/core';
import { expect, it } from 'vitest';
import { assertSound } from './open-database.ts';

it.each(['3.44.6', '3.44.9', '3.50.7', '3.51.3', '3.54.0', '4.0.0'])('SQLite %s is sound', (version) => {
  expect(() => assertSound(version)).not.toThrow();
});

it.each(['3.7.0', '3.44.5', '3.45.6', '3.50.6', '3.51.2'])(
  'SQLite %s can lose commits, and is refused',
  (version) => {
    expect(() => assertSound(version)).toThrow(OutcomeError);
    expect(() => assertSound(version)).toThrow(/install a better-sqlite3/);
  },
);
