import { FLAGS } from '../flags.ts';
import {
  DEFAULT_HOST,
  DEFAULT_LOG_LEVEL,
  DEFAULT_PORT,
  DEFAULT_RATE,
  httpSettingsFrom,
} from '../http/http-settings.ts';
import { BURST_SECONDS } from '../http/rate-limit.ts';
import { serveHttp } from '../http/serve-http.ts';
import type { Command } from './command.ts';

export const serve: Command = {
  operands: '',
  flags: {
    host: {
      variable: 'QIS_HOST',
      value: 'ADDRESS',
      standard: DEFAULT_HOST,
      what: 'where it listens; another than this machine’s own needs --tokens',
    },
    port: {
      variable: 'QIS_PORT',
      value: 'PORT',
      standard: DEFAULT_PORT,
      what: 'where it listens; 0: any that is free',
    },
    tokens: {
      variable: 'QIS_TOKENS',
      value: 'FILE',
      what: 'lets in whoever has a token of that file (qis-mcp token); read again on SIGHUP',
      standard: 'none, for this machine alone',
    },
    'allowed-host': {
      variable: 'QIS_ALLOWED_HOST',
      value: 'NAME,…',
      what: 'other names under which it is reached, as behind a reverse proxy',
      standard: 'none',
    },
    rate: {
      variable: 'QIS_RATE',
      value: 'N',
      what: `requests a second that each token, or voter, may send; up to ${BURST_SECONDS} seconds' worth at once`,
      standard: DEFAULT_RATE,
    },
    transport: FLAGS.transport,
    collection: {
      ...FLAGS.collection,
      value: 'NAME,…',
      what: 'which sets of packets in the store; the first is that of requests that name none',
    },
    embedder: FLAGS.embedder,
    ttl: FLAGS.ttl,
    refuse: FLAGS.refuse,
    'log-level': { ...FLAGS['log-level'], standard: DEFAULT_LOG_LEVEL },
  },
  about: `qis-mcp serve puts a store behind HTTP: /mcp for hosts of MCP; /v1 for agents in any language and for
--transport http://${DEFAULT_HOST}:${DEFAULT_PORT}/v1; /openapi.json, /healthz, /readyz and /metrics. Without --tokens it
asks for no credentials, so it listens on this machine alone. SIGTERM and Ctrl-C let it finish what it has accepted.`,
  async run({ values }) {
    await serveHttp(httpSettingsFrom(values));
    return 0;
  },
};
