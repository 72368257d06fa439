import type { Filter } from '@qis/core';
import { HUNDREDTH, TENTH, tagsOf } from '../sqlite/packets.ts';

/** By the share of packets that they let through, the tag that they want; none where there is none. */
export const TAGS: Readonly<Record<string, string | undefined>> = {
  none: undefined,
  '10%': TENTH.tag,
  '1%': HUNDREDTH.tag,
};

export function filterBy(tag: string | undefined, now: number): Filter {
  return { now, ...(tag !== undefined && { domainTags: [tag] }) };
}

/** Places, of so many packets, whose packets have the tag. */
export function placesWith(tag: string | undefined, packets: number): readonly number[] {
  const places = Array.from({ length: packets }, (_, at) => at);
  return tag === undefined ? places : places.filter((at) => tagsOf(at).includes(tag));
}
