import { describe, expect, it, vi } from 'vitest';
import { unreachable } from '../../test/fixture.ts';
import { attempt } from './attempt.ts';

describe('an attempt', () => {
  it('answers what the router answers', async () => {
    const report = vi.fn();
    const run = async (text: string) => text.length;
    expect(await attempt('abc', { verb: 'query', signal: undefined, report, run })).toBe(3);
    expect(report).not.toHaveBeenCalled();
  });

  it('that failed answers nothing, and is reported', async () => {
    const report = vi.fn();
    const run = () => Promise.reject(unreachable);
    expect(await attempt('abc', { verb: 'query', signal: undefined, report, run })).toBeUndefined();
    expect(report).toHaveBeenCalledExactlyOnceWith(unreachable, 'query');
  });

  it('in a run that was aborted rejects, and is not reported', async () => {
    const report = vi.fn();
    const controller = new AbortController();
    const run = async () => {
      controller.abort();
      throw unreachable;
    };
    await expect(
      attempt('abc', { verb: 'deposit', signal: controller.signal, report, run }),
    ).rejects.toThrow();
    expect(report).not.toHaveBeenCalled();
  });
});
