import { formatMember } from './format.ts';
import type { Measurement, Plot, Unit } from './measurement.ts';

/** One point of a picture. */
interface Point {
  readonly x: string | number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
  /** What its colour says, and what its dashes. */
  readonly series: string;
  readonly what: string;
}

export interface Panel {
  /** What all its points have in common; empty where there is one panel. */
  readonly caption: string;
  readonly points: readonly Point[];
}

/** The points of a plot, ordered for drawing. */
export interface PlotData {
  readonly unit: Unit;
  /** By colour, those of the section's other plots too: a store has one colour in all of them. */
  readonly colours: readonly string[];
  /** Of them, those that are seen. One empty name where there is nothing to tell apart. */
  readonly series: readonly string[];
  /** By dashes; one where colours tell everything. */
  readonly whats: readonly string[];
  readonly panels: readonly Panel[];
  /** Of all panels, the intervals included. */
  readonly range: { readonly low: number; readonly high: number };
}

/** Undefined where a section has no measurement that the plot names. */
export function plotData(plot: Plot, measurements: readonly Measurement[]): PlotData | undefined {
  const shown = measurements.filter(({ what, of }) => plot.what.includes(what) && of[plot.x] !== undefined);
  const [first] = shown;
  if (!first) return undefined;
  const byWhat = plot.colour === undefined && plot.what.length > 1;
  const points = shown.map((measurement) => ({
    caption: captionOf(plot, measurement),
    point: pointOf(plot, measurement, byWhat),
  }));
  const all = points.map(({ point }) => point);
  const series = [...new Set(all.map((point) => point.series))];
  const key = plot.colour;
  const members = key === undefined ? [] : measurements.flatMap(({ of }) => of[key] ?? []);
  const panels = [...Map.groupBy(points, ({ caption }) => caption)];
  return {
    unit: first.unit,
    colours: [...new Set([...members.map(formatMember), ...series])],
    series,
    whats: byWhat ? [''] : [...new Set(all.map(({ what }) => what))],
    panels: panels.map(([caption, of]) => ({
      caption: panels.length > 1 || plot.panels !== undefined ? caption : '',
      points: of.map(({ point }) => point),
    })),
    range: {
      low: Math.min(...all.map(({ low }) => low)),
      high: Math.max(...all.map(({ high }) => high)),
    },
  };
}

/** What neither axis nor colour shows: the member of the panels, and any other. */
function captionOf({ x, colour, panels }: Plot, { of }: Measurement): string {
  return Object.entries(of)
    .filter(([key]) => key !== x && key !== colour)
    .toSorted(([a], [b]) => Number(b === panels) - Number(a === panels))
    .map(([key, value]) => `${key}: ${formatMember(value)}`)
    .join(', ');
}

function pointOf(plot: Plot, { what, of, value, spread }: Measurement, byWhat: boolean): Point {
  const x = of[plot.x] as string | number;
  const colour = plot.colour === undefined ? undefined : of[plot.colour];
  return {
    x: plot.mark === 'bar' ? formatMember(x) : x,
    y: value,
    low: spread?.low ?? value,
    high: spread?.high ?? value,
    series: byWhat ? what : colour === undefined ? '' : formatMember(colour),
    what: byWhat ? '' : what,
  };
}
