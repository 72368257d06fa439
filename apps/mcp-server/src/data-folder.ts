import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The user's folder for this program's data, by the platform's convention. It may not exist yet. */
export function dataFolder(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  home: string = homedir(),
): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'qis');
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'qis');
  // The XDG specification: a path that is not absolute counts as not given.
  const given = env.XDG_DATA_HOME;
  return join(given && isAbsolute(given) ? given : join(home, '.local', 'share'), 'qis');
}
