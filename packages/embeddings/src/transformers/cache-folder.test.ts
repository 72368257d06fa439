import { join } from 'node:path';
import { expect, it } from 'vitest';
import { modelCacheFolder } from './cache-folder.ts';

it.each<[NodeJS.Platform, NodeJS.ProcessEnv, string[]]>([
  ['linux', {}, ['/h', '.cache', 'qis', 'models']],
  ['linux', { XDG_CACHE_HOME: '/c' }, ['/c', 'qis', 'models']],
  ['linux', { XDG_CACHE_HOME: 'here' }, ['/h', '.cache', 'qis', 'models']],
  ['darwin', { XDG_CACHE_HOME: '/c' }, ['/h', 'Library', 'Caches', 'qis', 'models']],
  ['win32', { LOCALAPPDATA: '/local' }, ['/local', 'qis', 'cache', 'models']],
  ['win32', {}, ['/h', 'AppData', 'Local', 'qis', 'cache', 'models']],
])('on %s with %j models lie in the user cache folder', (platform, env, parts) => {
  expect(modelCacheFolder(env, platform, '/h')).toBe(join(...parts));
});
