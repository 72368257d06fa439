import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OutcomeRecord } from '@qis/core';
import { expect, it, onTestFinished } from 'vitest';
import { FINGERPRINT, NOW, record, records } from '../../test/records.ts';
import { temporaryFolder } from '../../test/spawned.ts';
import { JsonlFileTarget } from './jsonl-file-target.ts';
import { encodeHeader, encodeRecord } from './line-codec.ts';

interface Opened {
  readonly target: JsonlFileTarget;
  readonly folder: string;
  readonly file: string;
  /** The file while it has not got its name. */
  readonly draft: string;
}

async function opened(filling: readonly OutcomeRecord[]): Promise<Opened> {
  const folder = temporaryFolder();
  const file = join(folder, 'backup.jsonl');
  const target = new JsonlFileTarget(file, { now: () => NOW, random: Math.random });
  onTestFinished(() => target.close());
  await target.open(FINGERPRINT);
  await target.write(filling);
  return { target, folder, file, draft: join(folder, String(readdirSync(folder)[0])) };
}

it('is a header and a line for each record, for its owner alone', async () => {
  const { target, folder, file } = await opened(records(30));
  expect(await target.finish(() => {})).toEqual({
    verified: [
      'the file has 30 lines of packets, 30 were written',
      '20 of a sample of 20 are read back as they were written',
    ],
    differences: [],
  });
  await target.close();
  expect(readFileSync(file, 'utf8')).toBe(encodeHeader(FINGERPRINT) + records(30).map(encodeRecord).join(''));
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['backup.jsonl']);
});

it('has its name only when it is whole, and is gone where it never was', async () => {
  const { target, folder, draft } = await opened(records(3));
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^backup\.jsonl\.[0-9a-f]{8}\.part$/)]);
  if (process.platform !== 'win32') expect(statSync(draft).mode & 0o777).toBe(0o600);
  await target.close();
  expect(readdirSync(folder)).toEqual([]);
});

it('replaces no file, neither one that is there nor one that comes meanwhile', async () => {
  const { target, folder, file } = await opened(records(3));
  writeFileSync(file, 'precious');
  await expect(
    new JsonlFileTarget(file, { now: () => NOW, random: Math.random }).open(FINGERPRINT),
  ).rejects.toMatchObject({
    code: 'INVALID_OPTION',
    message: expect.stringContaining('is not replaced'),
  });
  await expect(target.finish(() => {})).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  await target.close();
  expect(readdirSync(folder)).toEqual(['backup.jsonl']);
  expect(readFileSync(file, 'utf8')).toBe('precious');
});

it('says which lines a store would refuse: only there can they be mended', async () => {
  const long = record(1, { problem_description: 'x'.repeat(600) });
  const { target } = await opened([record(0), long, record(2)]);
  const { differences } = await target.finish(() => {});
  expect(differences).toEqual([
    '2 of a sample of 3 are read back as they were written',
    expect.stringMatching(/^1 lines will be refused when they are read: line 3: The packet takes \d+ bytes/),
  ]);
});

it('finds out when the disk holds something else', async () => {
  const { target, draft } = await opened(records(3));
  appendFileSync(draft, encodeRecord(record(9)));
  expect(await target.finish(() => {})).toMatchObject({
    differences: [
      'the file has 4 lines of packets, 3 were written',
      'the file was not written whole, and was not given its name',
    ],
  });

  const changed = await opened(records(3));
  writeFileSync(changed.draft, readFileSync(changed.draft, 'utf8').replace('remedy 2', 'remedy 3'));
  expect(await changed.target.finish(() => {})).toMatchObject({
    differences: [
      '2 of a sample of 3 are read back as they were written',
      'the file was not written whole, and was not given its name',
    ],
  });
});

it('says what the file system says', async () => {
  const target = new JsonlFileTarget(join(temporaryFolder(), 'none', 'x'), {
    now: () => NOW,
    random: Math.random,
  });
  await expect(target.open(FINGERPRINT)).rejects.toMatchObject({
    code: 'STORE_MISSING',
    cause: { code: 'ENOENT' },
  });
  await target.close();
});
