import type { TransportUnderTest } from '@qis/core/conformance';
import { brokenDurable } from './durable.ts';
import { brokenEmbeds } from './embeds.ts';
import { brokenFilter } from './filter.ts';
import { brokenGet } from './get.ts';
import { brokenLifecycle } from './lifecycle.ts';
import { brokenOpen } from './open.ts';
import { brokenReembeds } from './reembeds.ts';
import { brokenRemove } from './remove.ts';
import { brokenScan } from './scan.ts';
import { brokenSearch } from './search.ts';
import { brokenWrite } from './write.ts';

/** For each clause, by its id, a transport that breaks it: a clause that no transport can fail says nothing. */
export const brokenTransports: Readonly<Record<string, TransportUnderTest>> = {
  ...brokenOpen,
  ...brokenWrite,
  ...brokenSearch,
  ...brokenFilter,
  ...brokenScan,
  ...brokenGet,
  ...brokenRemove,
  ...brokenLifecycle,
  ...brokenDurable,
  ...brokenEmbeds,
  ...brokenReembeds,
};
