import { describeFingerprint, type Fingerprint, type OpenedEmbedder, sameFingerprint } from '@qis/core';
import type { Finding } from '@qis/sqlite';

/** Whether a server with an embedder could use a store. */
export function compareEmbedder(
  name: string,
  { fingerprint, supersedes = [] }: OpenedEmbedder,
  stored: Fingerprint | undefined,
  reembeds: boolean,
): Finding {
  const subject = 'embedder';
  const own = `${name} is ${describeFingerprint(fingerprint)}`;
  if (!stored) return { severity: 'ok', subject, text: `${own}; the store says no model yet.` };
  if (sameFingerprint(stored, fingerprint))
    return { severity: 'ok', subject, text: `${name} is the model that embedded the store.` };
  if (reembeds && supersedes.some((older) => sameFingerprint(stored, older))) {
    const text = `The store was embedded by an older version of ${name}: the next server embeds it anew, once.`;
    return { severity: 'note', subject, text };
  }
  const advice = `a server with it is refused. qis-mcp copy --embedder ${name} makes a store that it can use.`;
  const text = `${own}, the store was embedded by ${describeFingerprint(stored)}: ${advice}`;
  return { severity: 'wrong', subject, text };
}
