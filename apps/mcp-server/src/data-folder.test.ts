import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dataFolder } from './data-folder.ts';

it.each([
  ['linux', {}, ['/h', '.local', 'share', 'qis']],
  ['linux', { XDG_DATA_HOME: '/data' }, ['/data', 'qis']],
  ['linux', { XDG_DATA_HOME: '' }, ['/h', '.local', 'share', 'qis']],
  ['linux', { XDG_DATA_HOME: 'relative' }, ['/h', '.local', 'share', 'qis']],
  ['freebsd', {}, ['/h', '.local', 'share', 'qis']],
  ['darwin', { XDG_DATA_HOME: '/data' }, ['/h', 'Library', 'Application Support', 'qis']],
  ['win32', { LOCALAPPDATA: '/local' }, ['/local', 'qis']],
  ['win32', {}, ['/h', 'AppData', 'Local', 'qis']],
] as const)(
  'the data folder on %s with %j is where the platform keeps such things',
  (platform, env, path) => {
    expect(dataFolder(env, platform, '/h')).toBe(join(...path));
  },
);
