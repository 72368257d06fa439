import { timingSafeEqual } from 'node:crypto';
import type { Authenticate, Denial, Principal } from '@qis/rest/gateway';
import { hashToken } from './token.ts';
import { NEVER, type TokenEntry } from './token-entry.ts';
import { readTokenFile } from './token-file.ts';

/** An entry, read once for many requests. */
interface Known {
  readonly hash: Buffer;
  /** Milliseconds since the epoch. */
  readonly expires: number;
  readonly revoked: boolean;
  readonly principal: Principal;
}

export interface FileTokensOptions {
  /** Hears what is to be mended, in a sentence. */
  readonly onWarning: (warning: string) => void;
  /** Milliseconds since the epoch. Default the system clock. */
  readonly now?: () => number;
}

const BEARER = /^Bearer +(\S+)$/i;

/** The tokens of a file, as they were when it was last read, and who sends a request that bears one. */
export class FileTokens {
  readonly #path: string;
  readonly #options: FileTokensOptions;
  #known: readonly Known[] = [];

  /** @throws OutcomeError where the file cannot be read. */
  constructor(path: string, options: FileTokensOptions) {
    this.#path = path;
    this.#options = options;
    this.reload();
  }

  /**
   * Reads the file again: what is revoked in it is refused from now on.
   * @returns how many tokens it holds.
   * @throws OutcomeError where it cannot be read; what was read before still holds then.
   */
  reload(): number {
    const { entries, warning } = readTokenFile(this.#path);
    this.#known = entries.map(knownOf);
    if (warning !== undefined) this.#options.onWarning(warning);
    return entries.length;
  }

  readonly authenticate: Authenticate = (request) => {
    const [, token] = BEARER.exec(request.headers.get('authorization') ?? '') ?? [];
    if (token === undefined) return denied('Send a token of this server: authorization: Bearer qis_….');
    const known = this.#find(hashToken(token));
    if (!known) {
      return denied(
        'This server does not know the token: compare it, or ask whoever runs the server for another.',
      );
    }
    const { principal, expires, revoked } = known;
    const { now = Date.now } = this.#options;
    if (!revoked && now() < expires) return principal;
    const fault = revoked ? 'was revoked' : 'has expired';
    return denied(`The token ${principal.name} ${fault}: ask whoever runs the server for another.`);
  };

  /** Compares with every entry, so that the time that it takes tells nothing of which, nor of how much is right. */
  #find(hash: Buffer): Known | undefined {
    let found: Known | undefined;
    for (const known of this.#known) {
      if (timingSafeEqual(known.hash, hash)) found = known;
    }
    return found;
  }
}

function knownOf({ name, hash, expires, scopes, collections, voter, revoked }: TokenEntry): Known {
  return {
    hash: Buffer.from(hash, 'hex'),
    expires: expires === NEVER ? Number.POSITIVE_INFINITY : Date.parse(expires),
    revoked: revoked !== undefined,
    principal: {
      name,
      scopes,
      ...(collections && { collections }),
      ...(voter !== undefined && { voter }),
    },
  };
}

function denied(reason: string): Denial {
  return { status: 401, reason };
}
