import { accessSync, constants, existsSync, type Stats, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Finding, note, ok, wrong } from './finding.ts';

/** File systems on which the locks and the shared memory of SQLite cannot be relied on, by what Linux calls their type. */
const NETWORK_FILE_SYSTEMS: Readonly<Record<number, string>> = {
  26985: 'NFS',
  4283649346: 'CIFS',
  4266872130: 'SMB',
  16914839: '9P',
  12805120: 'Ceph',
  1397113167: 'AFS',
};
/** A checkpoint cuts the write-ahead log to 16 MB; much more says that something keeps it from being copied. */
const LARGE_WAL = 64 * 1024 * 1024;

/** The file and its folder, as the file system tells. */
export function examineFile(path: string): readonly Finding[] {
  if (!existsSync(path)) return [wrong('file', `There is no file at ${path}.`)];
  const file = statSync(path);
  if (!file.isFile()) return [wrong('file', `${path} is no file.`)];
  return [
    ok('file', `${path}, ${megabytes(file.size)}.`),
    examineAccess(path),
    ...(process.platform === 'win32' ? [] : [examinePermissions(path, file)]),
    ...(process.platform === 'linux' ? [examineFileSystem(path)] : []),
    examineWal(`${path}-wal`),
  ];
}

function examineAccess(path: string): Finding {
  for (const each of [path, dirname(path)]) {
    try {
      accessSync(each, constants.R_OK | constants.W_OK);
    } catch {
      return wrong(
        'access',
        `This user cannot read and write ${each}: deposits fail. Correct its permissions.`,
      );
    }
  }
  return ok('access', 'File and folder can be written.');
}

/** Packets are text of agents at work: for their user alone unless somebody decided otherwise. */
function examinePermissions(path: string, file: Stats): Finding {
  const mode = (file.mode & 0o777).toString(8).padStart(3, '0');
  if ((file.mode & 0o077) === 0) return ok('permissions', `${mode}, for its owner alone.`);
  return note(
    'permissions',
    `${mode}: others on this machine can use the file. Unless that is meant: chmod 600 ${path}.`,
  );
}

function examineFileSystem(path: string): Finding {
  const name = NETWORK_FILE_SYSTEMS[statfsSync(path).type];
  if (name === undefined) return ok('file system', 'Local, as far as can be seen.');
  return wrong(
    'file system',
    `${name}: processes on several machines would damage the store. Keep it on a local disk.`,
  );
}

function examineWal(path: string): Finding {
  const size = existsSync(path) ? statSync(path).size : 0;
  if (size <= LARGE_WAL) return ok('write-ahead log', `${megabytes(size)}.`);
  return note(
    'write-ahead log',
    `${megabytes(size)}: a process that reads without end keeps it from being copied into the file. Restart the servers.`,
  );
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
