import type { Classification } from '@qis/core';

const BY_CODE: readonly (readonly [RegExp, Classification])[] = [
  [
    /^SQLITE_(?:BUSY|LOCKED|PROTOCOL)/,
    { code: 'STORE_UNAVAILABLE', retryable: true, contended: true, advice: 'Another process is writing.' },
  ],
  [
    /^(?:SQLITE_FULL|ENOSPC|EDQUOT)/,
    {
      code: 'STORE_FULL',
      retryable: false,
      advice: 'There is no room left: free disk space, then try again.',
    },
  ],
  [
    /^SQLITE_IOERR_(?:WRITE|FSYNC|TRUNCATE|SHMSIZE)/,
    {
      code: 'STORE_FULL',
      retryable: false,
      advice: 'The disk took no more: look at its space, quota, file size limit and health.',
    },
  ],
  [
    /^(?:SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|SQLITE_AUTH|EACCES|EPERM|EROFS)/,
    {
      code: 'STORE_READ_ONLY',
      retryable: false,
      advice:
        'The file and its folder must be writable for this user: correct the permissions, or give another path.',
    },
  ],
  [
    /^SQLITE_NOTADB/,
    { code: 'STORE_DAMAGED', retryable: false, advice: 'The file is no SQLite database: give another path.' },
  ],
  [
    /^SQLITE_CORRUPT/,
    {
      code: 'STORE_DAMAGED',
      retryable: false,
      advice: 'The file is damaged: qis-mcp doctor says how far, qis-mcp copy saves what can be read.',
    },
  ],
  [
    /^(?:ENOTDIR|EISDIR|ENOENT|EEXIST)/,
    { code: 'STORE_FAILED', retryable: false, advice: 'The path cannot be a file.' },
  ],
];

/** What better-sqlite3 throws at its first use where it brings no binary, or one that this machine cannot load. */
const NO_BINARY: Classification = {
  code: 'STORE_UNSUPPORTED',
  retryable: false,
  advice:
    'better-sqlite3 has no binary that can be loaded here: build it for this platform, or give another --transport.',
};

/** What an error of SQLite or of the file system means, by its code. */
export function classify(cause: unknown): Classification {
  if (isWithoutBinary(cause)) return NO_BINARY;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  return BY_CODE.find(([pattern]) => pattern.test(code))?.[1] ?? { code: 'STORE_FAILED', retryable: false };
}

function isWithoutBinary(cause: unknown): boolean {
  if (!(cause instanceof Error) || !('code' in cause)) return false;
  return (
    /^(?:MODULE_NOT_FOUND|ERR_DLOPEN_FAILED)$/.test(String(cause.code)) &&
    /better.sqlite3/.test(cause.message)
  );
}
