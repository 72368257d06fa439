import { describe, expect, it, vi } from 'vitest';
import { pause, readRetryAfter, retryPause } from './retry-pause.ts';

describe('retryPause', () => {
  it('is random below a bound that doubles', () => {
    expect([0, 1, 2].map((attempt) => retryPause(attempt, undefined, 1))).toEqual([500, 1_000, 2_000]);
    expect(retryPause(2, undefined, 0.25)).toBe(500);
    expect(retryPause(30, undefined, 1)).toBe(20_000);
  });

  it('is never shorter than the server asks for', () => {
    expect(retryPause(0, 7_000, 0)).toBe(7_000);
    expect(retryPause(1, 7_000, 0.5)).toBe(7_500);
  });
});

describe('readRetryAfter', () => {
  const now = Date.parse('2026-11-25T08:00:00Z');

  it.each([
    ['3', 3_000],
    ['0', 0],
    ['Wed, 25 Nov 2026 08:00:05 GMT', 5_000],
    ['Wed, 25 Nov 2026 07:00:00 GMT', 0],
    ['soon', undefined],
    ['-1e', undefined],
    [null, undefined],
  ])('of %j is %j ms', (header, milliseconds) => {
    expect(readRetryAfter(header, now)).toBe(milliseconds);
  });
});

describe('pause', () => {
  it('ends at its time, or with the signal, and leaves no listener', async () => {
    const controller = new AbortController();
    const remove = vi.spyOn(controller.signal, 'removeEventListener');
    await pause(0, controller.signal);
    const long = pause(1e6, controller.signal);
    controller.abort();
    await long;
    await pause(1e6, controller.signal);
    expect(remove).toHaveBeenCalledTimes(3);
  });
});
