import { runInNewContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import { ERROR_CODES, OutcomeError } from './errors.ts';

describe('OutcomeError', () => {
  it('knows who must act on each code', () => {
    const actors = new Set(ERROR_CODES.map((code) => new OutcomeError(code, '').actor));
    expect([...actors].sort()).toEqual(['caller', 'model', 'operator']);
  });

  it('is recognised when another copy of the package made it', async () => {
    vi.resetModules();
    const copy = await import('./errors.ts');
    expect(copy.OutcomeError).not.toBe(OutcomeError);
    expect(OutcomeError.isInstance(new copy.OutcomeError('CLOSED', ''))).toBe(true);
  });

  it.each([
    undefined,
    null,
    'CLOSED',
    new Error('CLOSED'),
    { code: 'CLOSED' },
    runInNewContext('new Error()'),
  ])('is not confused with %s', (value) => {
    expect(OutcomeError.isInstance(value)).toBe(false);
  });
});
