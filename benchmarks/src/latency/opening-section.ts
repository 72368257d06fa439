import type { Section } from '../bench/measurement.ts';
import { spreadOf } from '../statistics.ts';
import type { Opened } from './observations.ts';

/** How long somebody who comes new waits. */
export function openingSection(opened: readonly Opened[], leftOut: readonly string[]): Section {
  return {
    id: 'opening',
    title: 'From opening to the first answer',
    about:
      'SQLite: a fresh process opens the file and answers; its own start is not counted. Servers and the gateway are up: ' +
      'another client opens the collection and asks. Of a store of your own the built-in embedder is loaded, too.',
    measurements: opened.map(({ store, packets, times }) => {
      const { q1, median, q3 } = spreadOf(times);
      return {
        what: 'open to first answer',
        of: { transport: store, packets },
        value: median,
        unit: 'ms',
        samples: times.length,
        spread: { low: q1, high: q3, kind: 'quartiles' },
        better: 'less',
      };
    }),
    findings: [],
    plots: [
      {
        title: 'From opening to the first answer',
        what: ['open to first answer'],
        mark: 'line',
        x: 'packets',
        colour: 'transport',
        log: { x: true, y: true },
      },
    ],
    leftOut,
  };
}
