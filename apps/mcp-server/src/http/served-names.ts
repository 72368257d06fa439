import { isIP } from 'node:net';
import { type Authenticate, isLoopbackName } from '@qis/rest/gateway';

/** The addresses that mean all of a machine's. */
const EVERYWHERE: readonly string[] = ['0.0.0.0', '[::]'];

export interface ServedNames {
  /** Where the server is bound, as a URL has it: `127.0.0.1`, `[::]`. */
  readonly host: string;
  /** Other names under which it is reached, for instance that of a reverse proxy. */
  readonly allowedHosts: readonly string[];
}

/**
 * Lets requests through that were sent to a name of this server, and from no web page but its own: a page elsewhere may
 * have had its name pointed here, so that a browser takes the two for one. That needs a name. So where a server is bound
 * to all addresses, it is served under any address, but under the names alone that are allowed.
 */
export function underServedNames(
  { host, allowedHosts }: ServedNames,
  authenticate: Authenticate,
): Authenticate {
  const names = new Set([host, ...allowedHosts]);
  const everywhere = EVERYWHERE.includes(host);
  const isServed = (name: string): boolean =>
    isLoopbackName(name) || names.has(name) || (everywhere && isAddress(name));

  return (request) => {
    const { hostname } = new URL(request.url);
    if (!isServed(hostname)) {
      return refused('This server is not served under that name: its operator may add it by --allowed-host.');
    }
    const origin = request.headers.get('origin');
    if (origin !== null && !isOwnPage(origin, hostname, names)) {
      return refused('This server answers no web pages of other hosts.');
    }
    return authenticate(request);
  };
}

/** A host as a URL has it; undefined where the text is none, or more than that, as with a port. */
export function hostnameOf(text: string): string | undefined {
  const host = isIP(text) === 6 ? `[${text}]` : text;
  const whole = /^(?:[\w.-]+|\[[\da-f:.]+\])$/i.test(host);
  return whole && URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : undefined;
}

function isOwnPage(origin: string, hostname: string, names: ReadonlySet<string>): boolean {
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin).hostname;
  return page === hostname || names.has(page) || (isLoopbackName(page) && isLoopbackName(hostname));
}

function isAddress(name: string): boolean {
  return isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0;
}

function refused(reason: string): { readonly status: 403; readonly reason: string } {
  return { status: 403, reason };
}
