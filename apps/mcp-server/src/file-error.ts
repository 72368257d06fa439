import { type ErrorCode, OutcomeError } from '@qis/core';

const BY_CODE: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  ENOENT: ['STORE_MISSING', 'The file, or its folder, is not there.'],
  ENOTDIR: ['STORE_MISSING', 'The folder of the file is none.'],
  EISDIR: ['STORE_FAILED', 'It is a folder: name a file in it.'],
  EACCES: [
    'STORE_READ_ONLY',
    'This user may not do that with the file: look at its permissions and those of its folder.',
  ],
  EPERM: [
    'STORE_READ_ONLY',
    'This user may not do that with the file: look at its permissions and those of its folder.',
  ],
  EROFS: ['STORE_READ_ONLY', 'The file system is read-only.'],
  ENOSPC: ['STORE_FULL', 'There is no room left: free disk space, then try again.'],
  EDQUOT: ['STORE_FULL', 'The quota is used up: free disk space, then try again.'],
  EFBIG: ['STORE_FULL', 'The file would be larger than is permitted.'],
};

/** What the file system says of the file behind a flag, for whoever gave that. */
export function fileError(cause: unknown, flag: '--from' | '--to' | '--tokens'): OutcomeError {
  const code = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined;
  const [errorCode, advice] = BY_CODE[code ?? ''] ?? ['STORE_FAILED', 'The file system gave an error.'];
  return new OutcomeError(errorCode, `${flag}: ${advice}`, { cause });
}
