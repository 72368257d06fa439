import type { Filter, OutcomeRecord } from '@qis/core';
import { HUNDREDTH, TENTH } from '../sqlite/packets.ts';

/** By the share of packets that they let through, the members of a filter beside its clock. */
export const FILTERS: Readonly<Record<string, Omit<Filter, 'now'>>> = {
  none: {},
  '10%': { domainTags: [TENTH.tag] },
  '1%': { domainTags: [HUNDREDTH.tag] },
};

/** Places of the records that pass. */
export function passing(
  records: readonly OutcomeRecord[],
  { domainTags }: Omit<Filter, 'now'>,
): readonly number[] {
  return records.flatMap(({ packet }, at) =>
    domainTags === undefined || domainTags.some((tag) => packet.domain_tags.includes(tag)) ? [at] : [],
  );
}
