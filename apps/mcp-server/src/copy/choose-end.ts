import { type Given, transportOf, UsageError } from '../read-flags.ts';
import { filePath, pathFault } from '../sqlite-path.ts';
import type { TransportChoice } from '../transports.ts';

/** What a URL after `--from` or `--to` names. */
export type End =
  | { readonly kind: 'store'; readonly choice: TransportChoice }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'pipe' };

/** @throws UsageError that never quotes the URL. */
export function chooseEnd(given: Given): End {
  const { value, source } = given;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol !== 'jsonl:') return { kind: 'store', choice: storeOf(given) };
  if (url.pathname === '') throw new UsageError(`${source} names no file: jsonl:FILE, or jsonl:- for a pipe`);
  const fault = url.search === '' ? pathFault(url) : 'has a ? behind jsonl:: a file is one set of packets';
  if (fault !== undefined) throw new UsageError(`${source} ${fault}`);
  return url.pathname === '-' ? { kind: 'pipe' } : { kind: 'file', path: filePath(url) };
}

function storeOf(given: Given): TransportChoice {
  try {
    return transportOf(given);
  } catch (error) {
    if (!(error instanceof UsageError) || !error.message.includes('Known: ')) throw error;
    throw new UsageError(`${error.message}, jsonl:`);
  }
}
