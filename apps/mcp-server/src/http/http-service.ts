import { trustLoopback } from '@qis/rest/gateway';
import type { Logger } from 'pino';
import { folderDigitsOrRandom } from '../agent-id.ts';
import { dataFolder } from '../data-folder.ts';
import { logDownloads } from '../download-log.ts';
import { FileTokens } from '../tokens/file-tokens.ts';
import { createHandler } from './create-handler.ts';
import type { HttpSettings } from './http-settings.ts';
import { limited } from './rate-limit.ts';
import { Routers } from './routers.ts';
import { underServedNames } from './served-names.ts';

/** What answers requests, before there is a socket. */
export interface HttpService {
  readonly handle: (request: Request) => Promise<Response>;
  /** Absent where there are none. */
  readonly tokens?: FileTokens;
  close(): Promise<void>;
}

/**
 * Everything that is served over HTTP, of one store.
 * @throws OutcomeError where the token file cannot be read.
 */
export function createHttpService(settings: HttpSettings, log: Logger): HttpService {
  const tokens =
    settings.tokens === undefined
      ? undefined
      : new FileTokens(settings.tokens, { onWarning: (line) => log.warn(line) });
  const routers = new Routers({
    ...settings,
    onDownload: logDownloads((level, message, details = {}) => log[level](details, message)),
  });
  const authenticate = limited(
    tokens ? underServedNames(settings, tokens.authenticate) : trustLoopback,
    settings,
  );
  const handle = createHandler({
    routerOf: routers.of,
    collection: settings.collections[0],
    ttl: settings.ttl,
    authenticate,
    log,
    digits: () =>
      folderDigitsOrRandom(dataFolder(process.env, process.platform), (reason) =>
        log.warn({ reason }, 'Agents without a voter are others after a new start'),
      ),
  });
  return { handle, ...(tokens && { tokens }), close: () => routers.close() };
}
