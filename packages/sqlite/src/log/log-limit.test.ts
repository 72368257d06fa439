import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { LogLimit, WAL_LIMIT } from './log-limit.ts';

afterEach(() => void vi.useRealTimers());

it('begins an overgrown log anew, once a second at most, and leaves a short one alone', () => {
  vi.useFakeTimers({ toFake: ['performance'], now: 10_000 });
  const path = join(temporaryFolder(), 'outcomes.db');
  const pragma = vi.fn();
  const limit = new LogLimit({ pragma }, path);
  limit.enforce(); // no log yet
  writeFileSync(`${path}-wal`, '');
  truncateSync(`${path}-wal`, 2 * WAL_LIMIT);
  limit.enforce();
  expect(pragma).not.toHaveBeenCalled();
  truncateSync(`${path}-wal`, 2 * WAL_LIMIT + 1);
  limit.enforce();
  expect(pragma.mock.calls).toEqual([['wal_checkpoint(RESTART)']]);
  vi.advanceTimersByTime(999);
  limit.enforce();
  expect(pragma).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  limit.enforce();
  expect(pragma).toHaveBeenCalledTimes(2);
});
