import { OutcomeError } from '@qis/core';
import { createGateway, trustLoopback } from '@qis/rest/gateway';
import { errorName, whatWasThrown } from '../call-log.ts';
import type { Output } from '../commands/command.ts';
import { logDownloads } from '../download-log.ts';
import { FileTokens } from '../tokens/file-tokens.ts';
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
export function createHttpService(settings: HttpSettings, note: Output['note']): HttpService {
  const tokens =
    settings.tokens === undefined ? undefined : new FileTokens(settings.tokens, { onWarning: note });
  const routers = new Routers({
    ...settings,
    onDownload: logDownloads((_level, message, { file, percent } = {}) =>
      note(`${message}: ${String(file)}, ${String(percent)}%`),
    ),
  });
  const authenticate = limited(
    tokens ? underServedNames(settings, tokens.authenticate) : trustLoopback,
    settings,
  );
  const handle = createGateway(routers.of, {
    collection: settings.collections[0],
    ttl: settings.ttl,
    authenticate,
    onFailure: (error) => note(`A request failed: ${failureOf(error)}`),
  });
  return { handle, ...(tokens && { tokens }), close: () => routers.close() };
}

/** What a driver threw may quote what it was given, so only its name and code are shown. */
function failureOf(error: unknown): string {
  if (!OutcomeError.isInstance(error)) return errorName(error);
  const cause = whatWasThrown(error);
  return cause === undefined ? error.code : `${error.code}, ${errorName(cause)}`;
}
