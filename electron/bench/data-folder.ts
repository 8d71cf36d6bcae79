/** Where Benchpoint keeps its data, by the conventions of the system. Knows paths only. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * `$XDG_DATA_HOME/benchpoint`, `~/Library/Application Support/Benchpoint` or `%LOCALAPPDATA%\Benchpoint`.
 */
export function defaultDataFolder(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Benchpoint');
  if (platform === 'win32') {
    return join(environment.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Benchpoint');
  }
  const dataHome = environment.XDG_DATA_HOME;
  // The XDG specification tells programs to ignore a relative path.
  return join(dataHome?.startsWith('/') ? dataHome : join(home, '.local', 'share'), 'benchpoint');
}
