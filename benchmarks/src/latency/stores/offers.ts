import { offerChroma } from './chroma-store.ts';
import { startMemory } from './memory-store.ts';
import { offerOwn } from './own-store.ts';
import { offerQdrant } from './qdrant-store.ts';
import { startRest } from './rest-store.ts';
import { startSqlite } from './sqlite-store.ts';
import type { StoreOffer } from './store.ts';

/** Every store that can be had here, or the user's own alone. */
export function offers(transport: string | undefined): readonly StoreOffer[] {
  if (transport !== undefined) return [offerOwn(transport)];
  return [
    { name: 'memory:', start: startMemory },
    { name: 'sqlite:', start: startSqlite },
    offerChroma(),
    offerQdrant(),
    { name: 'http: over sqlite:', start: startRest },
  ];
}
