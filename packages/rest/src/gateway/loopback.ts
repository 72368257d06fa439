import type { Authenticate } from './principal.ts';

/** Who deposits, where a gateway asks for no credentials. */
export const VOTER_HEADER = 'qis-voter';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** What a proxy adds that says for whom it asks. Not every proxy does. */
const PASSED_ON = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'via'];

/**
 * For a gateway that only this machine reaches: everybody is let in. Whoever names a voter in the header `qis-voter` may
 * deposit, query and use records as that voter; whoever names none is the operator, and may do everything. Requests to a
 * host of another name, and from web pages of another host, are refused: so does a web page speak that was made to lead here.
 * So are requests that a proxy says it passed on.
 */
export const trustLoopback: Authenticate = (request) => {
  const origin = request.headers.get('origin');
  if (!isLoopback(request.url) || (origin !== null && !isLoopback(origin))) {
    const reason =
      'Without credentials, this gateway serves only the machine that it runs on, by a loopback name.';
    return { status: 403, reason };
  }
  if (PASSED_ON.some((header) => request.headers.has(header))) {
    const reason =
      'A proxy passed this on, perhaps for another machine, and this gateway asks for no credentials: give it some first.';
    return { status: 403, reason };
  }
  const voter = request.headers.get(VOTER_HEADER);
  return voter === null
    ? { name: 'loopback', scopes: ['deposit', 'query', 'records', 'admin'] }
    : { name: voter, scopes: ['deposit', 'query', 'records'], voter };
};

/** Whether a host as a URL has it (`[::1]` in brackets) means the machine itself, whatever a name server says. */
export function isLoopbackName(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}

function isLoopback(url: string): boolean {
  return URL.canParse(url) && isLoopbackName(new URL(url).hostname);
}
