import { expect, it } from 'vitest';
import { logDownloads } from './download-log.ts';

it('tells every tenth of a large file once, and nothing of small ones', () => {
  const lines: unknown[] = [];
  const onDownload = logDownloads((level, _message, details) =>
    lines.push([level, details?.file, details?.percent]),
  );
  for (let loaded = 0; loaded <= 2_000_000; loaded += 50_000)
    onDownload({ file: 'a', loaded, total: 2_000_000 });
  onDownload({ file: 'b', loaded: 10, total: 20 });
  onDownload({ file: 'c', loaded: 10 });
  expect(lines).toEqual(
    [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((percent) => ['warn', 'a', percent]),
  );
});
