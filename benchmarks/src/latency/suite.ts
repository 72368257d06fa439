import type { Section } from '../bench/measurement.ts';
import type { RunOptions, Suite } from '../bench/suite.ts';
import { shuffled } from '../statistics.ts';
import { askAll } from './ask.ts';
import { depositSection } from './deposit-section.ts';
import { fillAll } from './fill.ts';
import { footprintSection } from './footprint-section.ts';
import { growthSection } from './growth-section.ts';
import { nothingYet, type Observations } from './observations.ts';
import { openingSection } from './opening-section.ts';
import { Packets } from './packets.ts';
import { FULL, type Plan, QUICK, type Size } from './plan.ts';
import { querySection } from './query-section.ts';
import { offers } from './stores/offers.ts';
import type { Store, StoreOffer, Surroundings } from './stores/store.ts';

export const latencySuite: Suite = {
  name: 'latency',
  about:
    'How long do queries and deposits take as a store grows, what do queries find, and what does a store take?',
  run: (options) => runLatency(options, options.full ? FULL : QUICK),
};

/** All sizes, then the sections: of a run that ended before its time they hold the sizes that are whole. */
export async function* runLatency(options: RunOptions, plan: Plan): AsyncGenerator<Section> {
  const { signal } = options;
  const seen = nothingYet();
  let failure: unknown;
  try {
    await observe(options, plan, seen);
  } catch (error) {
    failure = error;
    seen.leftOut.push('what was to come when the run ended');
  }
  if (seen.asked.length > 0) yield* sectionsOf(seen, plan);
  if (failure !== undefined && !signal.aborted) throw failure;
}

function* sectionsOf(seen: Observations, plan: Plan): Generator<Section> {
  yield querySection(seen.asked, seen.leftOut);
  yield growthSection(seen.asked);
  yield depositSection(seen.filled);
  const named = (has: readonly { readonly store: string }[]): readonly string[] =>
    [...new Set(seen.asked.map(({ store }) => store))].filter((name) =>
      has.every(({ store }) => store !== name),
    );
  yield openingSection(
    seen.opened,
    named(seen.opened).map((name) => `${name} it ends with its process`),
  );
  const large = seen.asked.filter(({ packets }) => packets >= plan.footprintFrom);
  yield footprintSection(
    seen.footprints,
    large.length === 0
      ? [`everything: it is looked at from ${plan.footprintFrom.toLocaleString('en-US')} packets on`]
      : named(seen.footprints).map((name) => `${name} cannot be looked at from here`),
  );
}

async function observe(options: RunOptions, plan: Plan, seen: Observations): Promise<void> {
  const { signal, folder, transport, progress } = options;
  const offered = offers(transport);
  seen.leftOut.push(...plan.sizes.flatMap((size) => notGrowing(offered, size)));
  const sizes = plan.sizes.filter(({ only }) => offered.some(({ name }) => only?.includes(name) ?? true));
  const largest = Math.max(...sizes.map(({ packets }) => packets));
  const packets = await Packets.embed({ packets: largest, queries: plan.queries.atMost }, options);
  const { fingerprint, now } = packets;
  const stores = await start(offered, { folder, fingerprint, now }, seen.leftOut);
  let from = 0;
  try {
    for (const size of sizes) {
      const to = size.packets;
      const growing = stores.filter(({ name }) => size.only?.includes(name) ?? true);
      const share = shareOf(sizes, size, stores.length);
      const show = (part: number, what: string): void =>
        progress(share.before + part * share.own, `${to.toLocaleString('en-US')} packets, ${what}`);
      const step = { from, to };
      const filled = await fillAll(growing, step, packets, plan, signal, (name) => show(0.1, `into ${name}`));
      const asked = await askAll(growing, to, packets, plan, signal, (name) => show(0.5, `filter ${name}`));
      show(0.8, 'opening, memory and disk');
      const opened = await openAll(growing, to, packets, plan, signal);
      const looks = to < plan.footprintFrom ? [] : await lookAtAll(growing, to, packets, signal);
      seen.filled.push(...filled);
      seen.asked.push(...asked);
      seen.opened.push(...opened);
      seen.footprints.push(...looks);
      from = to;
    }
  } finally {
    progress(1, 'cleans up');
    seen.leftOut.push(...(await closeAll(stores)));
  }
}

/** What they leave behind; one that cannot be closed keeps no other from it. */
async function closeAll(stores: readonly Store[]): Promise<readonly string[]> {
  const closed = await Promise.allSettled(stores.map((store) => store.close()));
  return closed.flatMap((end, at) => {
    if (end.status === 'rejected') return [`${stores[at]?.name} could not be closed: ${String(end.reason)}`];
    return end.value === undefined ? [] : [end.value];
  });
}

/** Those that can be had; the others are left out by name. */
async function start(
  offered: readonly StoreOffer[],
  surroundings: Surroundings,
  leftOut: string[],
): Promise<readonly Store[]> {
  const stores: Store[] = [];
  try {
    for (const offer of offered) {
      if ('missing' in offer) leftOut.push(`${offer.name} ${offer.missing}`);
      else stores.push(await offer.start(surroundings));
    }
  } catch (error) {
    await closeAll(stores);
    throw error;
  }
  return stores;
}

async function openAll(
  stores: readonly Store[],
  packets: number,
  { queries }: Packets,
  { openings }: Plan,
  signal: AbortSignal,
): Promise<Observations['opened']> {
  const times = new Map<Store, number[]>(
    stores.filter(({ openAnew }) => openAnew).map((store) => [store, []]),
  );
  for (const store of times.keys()) await store.openAnew?.(queries[0] as Float32Array); // files into the page cache
  for (let round = 0; round < openings; round++) {
    for (const store of shuffled([...times.keys()])) {
      signal.throwIfAborted();
      const ms = await store.openAnew?.(queries[round % queries.length] as Float32Array);
      if (ms !== undefined) times.get(store)?.push(ms);
    }
  }
  return [...times].map(([{ name }, of]) => ({ store: name, packets, times: of }));
}

async function lookAtAll(
  stores: readonly Store[],
  packets: number,
  { queries }: Packets,
  signal: AbortSignal,
): Promise<Observations['footprints']> {
  const seen: Observations['footprints'] = [];
  for (const store of stores) {
    signal.throwIfAborted();
    const footprint = await store.footprint?.({ queries, signal });
    if (footprint) seen.push({ store: store.name, packets, ...footprint });
  }
  return seen;
}

function notGrowing(offered: readonly StoreOffer[], { packets, only, because }: Size): readonly string[] {
  const names = offered.map(({ name }) => name).filter((name) => !(only?.includes(name) ?? true));
  return names.map(
    (name) => `${name} at ${packets.toLocaleString('en-US')} packets: ${because ?? 'not asked for'}`,
  );
}

/** What a size takes grows with it and with the stores, beside what it takes in any case. */
function shareOf(sizes: readonly Size[], size: Size, stores: number): { before: number; own: number } {
  const cost = ({ packets, only }: Size): number => (20_000 + packets) * (only?.length ?? stores);
  const sum = (of: readonly Size[]): number => of.reduce((total, each) => total + cost(each), 0);
  return { before: sum(sizes.slice(0, sizes.indexOf(size))) / sum(sizes), own: cost(size) / sum(sizes) };
}
