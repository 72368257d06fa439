import { OutcomeError } from '@qis/core';
import { expect, it } from 'vitest';
import { parseChromaUrl } from './chroma-url.ts';

const usual = { port: 8000, tls: false, tenant: 'default_tenant', database: 'default_database' };

it.each([
  ['chroma://store', { server: { ...usual, host: 'store' } }],
  ['chroma://127.0.0.1:9000/', { server: { ...usual, host: '127.0.0.1', port: 9000 } }],
  ['chroma://[::1]:9000', { server: { ...usual, host: '[::1]', port: 9000 } }],
  [
    'chroma://store?tls=true&tenant=t-1&database=d-1&collection=team',
    { server: { ...usual, host: 'store', tls: true, tenant: 't-1', database: 'd-1' }, collection: 'team' },
  ],
])('reads %s', (text, expected) => {
  expect(parseChromaUrl(text)).toEqual(expected);
});

it.each([
  ['http://store', 'must begin with chroma://HOST'],
  ['chroma:', 'must begin with chroma://HOST'],
  ['chroma://user:hunter2@store', 'holds a user name or a password'],
  ['chroma://store/api', 'has a path'],
  ['chroma://store?key=hunter2', 'has a parameter that is none of'],
  ['chroma://store?tls=yes', 'has a parameter tls that is neither'],
  ['chroma://store?tls=true&tls=false', 'has a parameter twice'],
])('refuses %s and does not quote it', (text, fault) => {
  const error = thrownBy(() => parseChromaUrl(text));
  expect(error).toMatchObject({ code: 'INVALID_OPTION', message: expect.stringContaining(fault) });
  expect(String(error)).not.toContain('hunter2');
});

function thrownBy(call: () => unknown): OutcomeError {
  try {
    call();
  } catch (error) {
    if (OutcomeError.isInstance(error)) return error;
  }
  throw new Error('Nothing was thrown that should be.');
}
