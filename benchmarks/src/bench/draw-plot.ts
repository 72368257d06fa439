import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { Plot, Section, Unit } from './measurement.ts';
import { DASHES, GRID, INK, SERIES, SHAPES } from './palette.ts';
import { type Panel, type PlotData, plotData } from './plot-data.ts';

/** A plot, drawn: its panels beside each other, and what their marks mean. */
export interface Drawing {
  readonly title: string;
  readonly mark: Plot['mark'];
  /** With their places in the palette. Empty where there is nothing to tell apart. */
  readonly series: readonly { readonly name: string; readonly at: number }[];
  /** By place among the dashes. */
  readonly whats: readonly string[];
  readonly panels: readonly { readonly caption: string; readonly svg: string }[];
}

/** Pixels. Panels are as wide as a phone, so that their words stay as large there. */
const PANEL = { width: 290, height: 190 };
const ALONE = { width: 400, height: 230 };
const FONT = 'system-ui, sans-serif';
const UNITS: Readonly<Record<Unit, string>> = {
  ms: 'milliseconds',
  s: 'seconds',
  bytes: 'bytes',
  'per second': 'per second',
  share: '',
  ratio: '× the other',
  exponent: 'exponent',
  tokens: 'tokens',
  packets: 'packets',
  count: '',
};
/** More numbers than these along an axis are left to the axis. */
const NAMED_STEPS = 8;

/** Undefined where nothing of the section is to be seen. */
export async function drawPlot(plot: Plot, { measurements }: Section): Promise<Drawing | undefined> {
  const data = plotData(plot, measurements);
  if (!data) return undefined;
  const panels = await Promise.all(
    data.panels.map(async (panel) => ({
      caption: panel.caption,
      svg: await svgOf(specOf(plot, data, panel), `${plot.title} ${panel.caption}`),
    })),
  );
  const { colours, series, whats } = data;
  return {
    title: plot.title,
    mark: plot.mark,
    series: series.length > 1 ? series.map((name) => ({ name, at: colours.indexOf(name) })) : [],
    whats: whats.length > 1 ? whats : [],
    panels,
  };
}

async function svgOf(spec: TopLevelSpec, label: string): Promise<string> {
  const svg = await new View(parse(compile(spec).spec), { renderer: 'none' }).toSVG();
  const words = label.trim().replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return svg.replace('<svg', `<svg role="img" aria-label="${words}"`);
}

function specOf(plot: Plot, data: PlotData, { points }: Panel): TopLevelSpec {
  const { width, height } = data.panels.length > 1 ? PANEL : ALONE;
  const { scale, values, tickValues } = scaleY(plot, data, points);
  const encoding = {
    x: axisX(plot, data),
    y: {
      field: 'y',
      type: 'quantitative' as const,
      scale,
      axis: { ...axisY(data.unit, scale.domain), ...(tickValues && { values: tickValues }) },
    },
    color: { field: 'series', type: 'nominal' as const, scale: coloursOf(data), legend: null },
  };
  const offset = plot.mark === 'bar' && data.series.length > 1 ? { xOffset: offsetOf(data) } : {};
  const interval = {
    mark: { type: 'rule' as const, strokeWidth: 1.5, ...(plot.mark === 'bar' && { color: INK.light }) },
    encoding: {
      ...offset,
      y: { field: 'low', type: 'quantitative' as const },
      y2: { field: 'high' },
      ...(plot.mark === 'bar' && { color: { value: INK.light } }),
    },
  };
  const marks = plot.mark === 'bar' ? [bars(offset, scale)] : lines(data);
  return {
    width,
    height,
    background: 'transparent',
    padding: 4,
    data: { values },
    encoding,
    layer: [...marks, interval],
    config: {
      aria: false,
      font: FONT,
      view: { stroke: null },
      axis: {
        labelColor: INK.light,
        titleColor: INK.light,
        gridColor: GRID.light,
        domainColor: INK.light,
        tickColor: INK.light,
        labelFontSize: 12,
        titleFontSize: 12,
        titleFontWeight: 'normal',
      },
    },
  } as TopLevelSpec;
}

function axisX({ x, mark, log }: Plot, { panels }: PlotData) {
  const steps = [...new Set(panels.flatMap(({ points }) => points.map((point) => point.x)))];
  const numbers = steps.filter((step) => typeof step === 'number');
  if (mark === 'bar' || numbers.length < steps.length)
    return {
      field: 'x',
      type: 'nominal',
      sort: steps,
      axis: { title: x, labelAngle: steps.join('').length > 36 ? -30 : 0, labelLimit: 140, domain: false },
    } as const;
  const type = log?.x && numbers.every((step) => step > 0) ? 'log' : 'linear';
  const named = numbers.length <= NAMED_STEPS ? { values: numbers } : {};
  return {
    field: 'x',
    type: 'quantitative',
    scale: { type, nice: false, padding: 12, ...(type === 'linear' && { zero: false }) },
    axis: { title: x, grid: false, format: '~s', labelOverlap: true, ...named },
  } as const;
}

/** All panels share it. A logarithm takes nothing from 0 down: what reaches there is cut, or drawn without it. */
function scaleY({ log, mark }: Plot, { range, panels }: PlotData, points: Panel['points']) {
  const all = panels.flatMap((panel) => panel.points);
  const least = Math.min(...all.map(({ y }) => y));
  if (log?.y && least > 0) {
    const low = range.low > 0 ? range.low : least;
    const axis = logAxis(mark === 'bar' ? low / 2 : low, range.high);
    const drawn = points.map((point) => ({ ...point, low: Math.max(point.low, low) }));
    return {
      scale: { type: 'log', domain: axis.domain, nice: false },
      values: drawn,
      tickValues: axis.steps,
    } as const;
  }
  // A line that stays high is read by its ups and downs; a bar is read by its length.
  const fromZero = mark === 'bar' || range.low < range.high / 2;
  const domain = fromZero ? [Math.min(0, range.low), Math.max(0, range.high)] : [range.low, range.high];
  return { scale: { type: 'linear', domain, nice: true, zero: fromZero }, values: points } as const;
}

/** Steps of 1, 10, 100; of 1, 2, 5, 10 where there would be too few. */
function logAxis(low: number, high: number) {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const digits = last - first > 2 ? [1] : [1, 2, 5];
  const all = Array.from({ length: last - first + 1 }, (_, at) => 10 ** (first + at)).flatMap((power) =>
    digits.map((digit) => Number((digit * power).toPrecision(1))),
  );
  const from = all.findLast((step) => step <= low) ?? low;
  const to = all.find((step) => step >= high) ?? high;
  return { domain: [from, to], steps: all.filter((step) => step >= from && step <= to) };
}

function axisY(unit: Unit, [low = 0, high = 1]: readonly number[]) {
  // Steps of less than a percent need their decimals.
  const percent = high - low < 0.05 ? '.1%' : '.0%';
  return {
    title: UNITS[unit],
    titleAngle: 0,
    titleAlign: 'left',
    titleX: -30,
    titleY: -10,
    format: unit === 'share' ? percent : unit === 'bytes' ? '~s' : '~g',
    tickCount: 5,
    domain: false,
    ticks: false,
    labelOverlap: true,
  } as const;
}

function lines({ colours, whats }: PlotData) {
  const dashes = whats.map((_, at) => DASHES[at % DASHES.length]);
  const shapes = colours.map((_, at) => SHAPES[at % SHAPES.length]);
  return [
    {
      mark: { type: 'line', strokeWidth: 2 },
      encoding: {
        strokeDash: { field: 'what', type: 'nominal', scale: { domain: whats, range: dashes }, legend: null },
      },
    },
    {
      mark: { type: 'point', filled: true, size: 50, opacity: 1 },
      encoding: {
        shape: { field: 'series', type: 'nominal', scale: { domain: colours, range: shapes }, legend: null },
      },
    },
  ] as const;
}

function bars(offset: object, scale: { readonly type: string; readonly domain: readonly number[] }) {
  const foot = scale.type === 'log' ? { y2: { datum: scale.domain[0] } } : {};
  return { mark: { type: 'bar' }, encoding: { ...offset, ...foot } } as const;
}

function offsetOf({ series }: PlotData) {
  return { field: 'series', type: 'nominal', sort: series } as const;
}

function coloursOf({ colours }: PlotData) {
  return { domain: colours, range: colours.map((_, at) => SERIES[at % SERIES.length]?.light) } as const;
}
