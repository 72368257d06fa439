import { expect, test } from 'vitest';
import type { Plot } from './measurement.ts';
import { plotData } from './plot-data.ts';
import { sampleMeasurement } from './sample-result.ts';

const plot: Plot = {
  title: 'Times',
  what: ['query p99'],
  mark: 'line',
  x: 'packets',
  colour: 'transport',
  panels: 'filter',
};
const figure = (what: string, transport: string, filter: string) =>
  sampleMeasurement({ what, of: { transport, filter, seed: 1, packets: 100 } });

test('a store keeps its colour in a plot that lacks another one', () => {
  const both = [
    figure('query p50', 'chroma:', 'none'),
    figure('query p50', 'qdrant:', 'none'),
    figure('query p99', 'qdrant:', 'none'),
  ];
  expect(plotData(plot, both)).toMatchObject({ colours: ['chroma:', 'qdrant:'], series: ['qdrant:'] });
});

test('what a plot does not name is shown apart, the member of its panels first', () => {
  const two = [figure('query p99', 'qdrant:', 'none'), figure('query p99', 'qdrant:', '1%')];
  expect(plotData(plot, two)?.panels.map(({ caption }) => caption)).toEqual([
    'filter: none, seed: 1',
    'filter: 1%, seed: 1',
  ]);
});

test('several quantities without a colour of their own are told apart by colour, with one by dashes', () => {
  const two = [figure('query p50', 'qdrant:', 'none'), figure('query p99', 'qdrant:', 'none')];
  const what = ['query p50', 'query p99'];
  expect(plotData({ ...plot, what }, two)).toMatchObject({ series: ['qdrant:'], whats: what });
  const { colour: _, ...plain } = plot;
  expect(plotData({ ...plain, what }, two)).toMatchObject({ series: what, whats: [''] });
});

test('a plot of nothing that was measured is none', () => {
  expect(plotData(plot, [figure('query p50', 'qdrant:', 'none')])).toBeUndefined();
});
