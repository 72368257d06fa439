import type { Measurement, Section } from './measurement.ts';
import type { BenchResult } from './result.ts';

/** A measurement for tests: a timing with quartiles, unless said otherwise. */
export function sampleMeasurement(but: Partial<Measurement> = {}): Measurement {
  return {
    what: 'query p50',
    of: { transport: 'memory:', packets: 1_000 },
    value: 1,
    unit: 'ms',
    samples: 100,
    spread: { low: 0.9, high: 1.1, kind: 'quartiles' },
    better: 'less',
    ...but,
  };
}

/** A result of one suite with one section, for tests. */
export function sampleResult(measurements: readonly Measurement[], but: Partial<Section> = {}): BenchResult {
  const section: Section = {
    id: 'queries',
    title: 'Queries',
    about: 'How they were measured.',
    measurements,
    findings: [],
    plots: [],
    leftOut: [],
    ...but,
  };
  return {
    started: '2026-11-26T10:00:00.000Z',
    ended: '2026-11-26T10:05:00.000Z',
    options: { suites: ['latency'], full: false, seed: 1, data: 'examples/problems.jsonl' },
    machine: { cpu: 'a CPU', cores: 2, memory_gb: 8, system: 'linux', load_before: 0.1 },
    versions: { node: '24.0.0' },
    suites: [{ name: 'latency', about: 'How long?', seconds: 1, sections: [section] }],
  };
}
