import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The user's folder for downloaded models, by the platform's convention. It may not exist yet. */
export function modelCacheFolder(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  home: string = homedir(),
): string {
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'qis', 'models');
  if (platform === 'win32') {
    return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'qis', 'cache', 'models');
  }
  // The XDG specification: a path that is not absolute counts as not given.
  const given = env.XDG_CACHE_HOME;
  return join(given && isAbsolute(given) ? given : join(home, '.cache'), 'qis', 'models');
}
