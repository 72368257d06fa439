import { ManagedTransport } from '@qis/core';
import { FLAGS } from '../flags.ts';
import { transportOf } from '../read-flags.ts';
import { createTransport, type TransportChoice } from '../transports.ts';
import type { CommandCall } from './command.ts';

/** How long one call to a store may take, in milliseconds. A person waits, and would rather wait than start again. */
export const PATIENCE_MS = 60_000;

/** The store that the flags name, which must be there. */
export function chosenStore({ values: { transport, collection } }: CommandCall): TransportChoice {
  const standard = { value: FLAGS.transport.standard, source: '--transport' };
  return { ...transportOf(transport ?? standard, collection), mustExist: true };
}

/** Does something with a store, without an embedder, and closes it. */
export async function withStore<T>(
  choice: TransportChoice,
  use: (store: ManagedTransport) => Promise<T>,
): Promise<T> {
  const store = new ManagedTransport(await createTransport(choice), { deadlineMs: PATIENCE_MS });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
