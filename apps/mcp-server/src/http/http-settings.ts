import { isLoopbackName } from '@qis/rest/gateway';
import type { CommandCall } from '../commands/command.ts';
import { FLAGS } from '../flags.ts';
import { LOG_LEVELS, type LogLevel } from '../log.ts';
import { embedderOf, type Given, oneOf, transportOf, UsageError } from '../read-flags.ts';
import type { PersonalData } from '../secret-gate/personal-rules.ts';
import { refuseFrom, ttlFrom } from '../settings.ts';
import { hostnameOf, type ServedNames } from './served-names.ts';

/** How a server over HTTP is to run. */
export interface HttpSettings extends ServedNames {
  readonly port: number;
  /** Which flag or variable named them, for messages. */
  readonly sources: { readonly host: string; readonly port: string };
  /** A token file; absent: no credentials, for this machine alone. */
  readonly tokens?: string;
  /** Requests a second that each principal may send for long. */
  readonly rate: number;
  /** A URL that names a transport there is. */
  readonly transport: string;
  /** The first is that of requests that name none. */
  readonly collections: readonly [string, ...string[]];
  readonly embedder?: string;
  /** Seconds. */
  readonly ttl: number;
  /** Absent: credentials alone. */
  readonly refuse?: readonly PersonalData[];
  readonly logLevel: LogLevel;
}

export const DEFAULT_HOST = '127.0.0.1';
export const DEFAULT_PORT = '7341';
export const DEFAULT_RATE = '200';
export const DEFAULT_LOG_LEVEL = 'info';
const MAX_PORT = 65_535;
const MAX_RATE = 1_000_000;

/** @throws UsageError naming the flag or the variable. */
export function httpSettingsFrom(values: CommandCall['values']): HttpSettings {
  const { embedder, tokens, refuse } = values;
  const host = values.host ?? { value: DEFAULT_HOST, source: '--host' };
  const port = values.port ?? { value: DEFAULT_PORT, source: '--port' };
  const transport = values.transport ?? { value: FLAGS.transport.standard, source: '--transport' };
  const settings = {
    host: hostFrom(host),
    port: portFrom(port),
    sources: { host: host.source, port: port.source },
    allowedHosts: values['allowed-host'] ? allowedFrom(values['allowed-host']) : [],
    rate: rateFrom(values.rate ?? { value: DEFAULT_RATE, source: '--rate' }),
    transport: transport.value,
    collections: collectionsFrom(transport, values.collection),
    ttl: ttlFrom(values.ttl ?? { value: FLAGS.ttl.standard, source: '--ttl' }),
    logLevel: oneOf(LOG_LEVELS, values['log-level']) ?? DEFAULT_LOG_LEVEL,
  };
  if (embedder) embedderOf(embedder);
  if (!tokens) assertThisMachineAlone(settings, values['allowed-host']);
  return {
    ...settings,
    ...(tokens && { tokens: tokens.value }),
    ...(embedder && { embedder: embedder.value }),
    ...(refuse && { refuse: refuseFrom(refuse) }),
  };
}

function assertThisMachineAlone(
  { host, sources }: Pick<HttpSettings, 'host' | 'sources'>,
  allowed?: Given,
): void {
  const how =
    'Make a token for each who may connect (qis-mcp token new --tokens FILE --name NAME), then serve with --tokens FILE';
  if (!isLoopbackName(host)) {
    throw new UsageError(`${sources.host} lets other machines connect, and that needs tokens. ${how}`);
  }
  if (allowed) {
    throw new UsageError(`${allowed.source} is for others than this machine, and that needs tokens. ${how}`);
  }
}

function hostFrom({ value, source }: Given): string {
  const host = hostnameOf(value);
  if (host !== undefined) return host;
  throw new UsageError(`${source} must be an address or a name of this machine, without a port`);
}

function allowedFrom({ value, source }: Given): readonly string[] {
  return value.split(',').map((each) => {
    const host = hostnameOf(each.trim());
    if (host !== undefined) return host;
    throw new UsageError(`${source} must be names of hosts with commas between, without ports`);
  });
}

function portFrom({ value, source }: Given): number {
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port <= MAX_PORT) return port;
  throw new UsageError(`${source} must be a port, 0 to ${MAX_PORT}`);
}

function rateFrom({ value, source }: Given): number {
  const rate = Number(value);
  if (/^\d{1,7}(?:\.\d{1,3})?$/.test(value) && rate > 0 && rate <= MAX_RATE) return rate;
  throw new UsageError(`${source} must be requests a second, more than 0 and at most ${MAX_RATE}`);
}

/** Every one must be a collection of the store; what the URL names counts where the flag is not given. */
function collectionsFrom(transport: Given, collection: Given | undefined): HttpSettings['collections'] {
  if (!collection) return [transportOf(transport).collection];
  const [first = '', ...others] = collection.value.split(',').map((each) => each.trim());
  const named = (value: string): string => transportOf(transport, { ...collection, value }).collection;
  return [named(first), ...others.map(named)];
}
