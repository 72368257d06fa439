import type { Floor } from '@qis/core';
import { type FloorFigures, reportFloor } from './report.ts';
import type { Found, ThinnedStores } from './stores.ts';

/** A floor that is drawn, as a mark on every curve. */
export interface DrawnFloor {
  readonly name: string;
  readonly floor: Floor;
}

const WIDTH = 640;
const HEIGHT = 420;
const PLOT = { left: 60, right: 24, top: 40, bottom: 54 };
/** The part of the axis where floors are chosen. */
const LEAST_KEPT = 0.8;
const COLOURS = ['#c2410c', '#a16207', '#15803d', '#1d4ed8'];
const MARKS = ['circle', 'square'] as const;

/**
 * One curve a thinning: the share of unknown questions that are answered against the share of right first hits that are
 * kept, over every threshold on the nearest score. A mark shows where each floor, the same at every thinning, comes to
 * lie. SVG that needs nothing from elsewhere.
 */
export function drawTradeOff(
  title: string,
  stores: readonly ThinnedStores[],
  floors: readonly DrawnFloor[],
): string {
  const curves = stores.map((store, i) => {
    const colour = COLOURS[i % COLOURS.length] as string;
    const points = tradeOff(store).map(([kept, answered]) => `${x(kept)},${y(answered)}`);
    const line = `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="1.5"/>`;
    return `${line}\n${legend(i, colour, `${store.perLabel} a label`)}`;
  });
  const marks = floors.flatMap(({ floor }, which) =>
    reportFloor(floor, stores).map((figures, i) =>
      mark(which, figures, COLOURS[i % COLOURS.length] as string),
    ),
  );
  const names = floors.map(({ name }, which) => markLegend(which, name));
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<title>${title}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${PLOT.left}" y="22" font-size="14">${title}</text>`,
    ...axes(),
    ...curves,
    ...marks,
    ...names,
    '</svg>',
  ].join('\n')}\n`;
}

/** Kept and answered at each threshold, in steps of half a point of what is kept. */
function tradeOff({ right, unknown }: ThinnedStores): readonly (readonly [number, number])[] {
  const scores = right.map(firstScore).sort((a, b) => b - a);
  const steps = Array.from({ length: 41 }, (_, i) => LEAST_KEPT + i * ((1 - LEAST_KEPT) / 40));
  return steps.map((kept) => {
    const threshold = scores[Math.ceil(kept * scores.length) - 1] as number;
    return [kept, unknown.filter((found) => firstScore(found) >= threshold).length / unknown.length];
  });
}

function firstScore(found: Found): number {
  return found[0]?.score ?? -1;
}

function axes(): readonly string[] {
  const bottom = HEIGHT - PLOT.bottom;
  const right = WIDTH - PLOT.right;
  const kept = [0.8, 0.85, 0.9, 0.95, 1].map(
    (share) => `<text x="${x(share)}" y="${bottom + 18}" text-anchor="middle">${percent(share)}</text>`,
  );
  const answered = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<text x="${PLOT.left - 8}" y="${y(share) + 4}" text-anchor="end">${percent(share)}</text>` +
      `<line x1="${PLOT.left}" x2="${right}" y1="${y(share)}" y2="${y(share)}" stroke="#ddd"/>`,
  );
  const promised = `<line x1="${x(0.95)}" x2="${x(0.95)}" y1="${PLOT.top}" y2="${bottom}" stroke="#999" stroke-dasharray="3 3"/>`;
  return [
    ...answered,
    ...kept,
    promised,
    `<text x="${(PLOT.left + right) / 2}" y="${HEIGHT - 12}" text-anchor="middle">right first hits kept</text>`,
    `<text transform="translate(16 ${(PLOT.top + bottom) / 2}) rotate(-90)" text-anchor="middle">unknown questions answered</text>`,
  ];
}

function legend(row: number, colour: string, text: string): string {
  const at = PLOT.top + 12 + row * 18;
  return (
    `<line x1="76" x2="100" y1="${at}" y2="${at}" stroke="${colour}" stroke-width="2"/>` +
    `<text x="106" y="${at + 4}">${text}</text>`
  );
}

function markLegend(which: number, name: string): string {
  const at = PLOT.top + 12 + (COLOURS.length + which) * 18;
  return `${shape(which, 88, at, '#444')}<text x="106" y="${at + 4}">${name}</text>`;
}

function mark(which: number, { kept, answered }: FloorFigures, colour: string): string {
  return shape(which, x(Math.max(LEAST_KEPT, kept)), y(answered), colour);
}

function shape(which: number, cx: number, cy: number, colour: string): string {
  return MARKS[which % MARKS.length] === 'circle'
    ? `<circle cx="${cx}" cy="${cy}" r="5" fill="${colour}"/>`
    : `<rect x="${cx - 5}" y="${cy - 5}" width="10" height="10" fill="#fff" stroke="${colour}" stroke-width="2"/>`;
}

function x(kept: number): number {
  const share = (kept - LEAST_KEPT) / (1 - LEAST_KEPT);
  return Math.round((PLOT.left + share * (WIDTH - PLOT.left - PLOT.right)) * 10) / 10;
}

function y(answered: number): number {
  return Math.round((HEIGHT - PLOT.bottom - answered * (HEIGHT - PLOT.top - PLOT.bottom)) * 10) / 10;
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
