import { formatOf, formatSpread, formatValue } from './format.ts';
import type { Measurement, Unit } from './measurement.ts';
import type { BenchResult } from './result.ts';

/** A goal of the project beside the figure that was measured. */
export interface Judged {
  readonly suite: string;
  readonly section: string;
  readonly measurement: Measurement;
  /** For people: `at most 1.15 ×`. */
  readonly goal: string;
  readonly verdict: 'met' | 'within the margin' | 'missed';
}

/** By so much of the goal a timing may miss it: the next run may as well be on the other side. */
export const TIMING_MARGIN = 0.15;
const TIMED: readonly Unit[] = ['ms', 's', 'per second', 'ratio'];

/** Every measurement that has a goal. Timings, and ratios of timings, have a margin; what is counted has none. */
export function judgeGoals({ suites }: BenchResult): readonly Judged[] {
  return suites.flatMap(({ name: suite, sections }) =>
    sections.flatMap(({ id: section, measurements }) =>
      measurements.flatMap((measurement) => {
        const judged = judge(measurement);
        return judged ? [{ suite, section, measurement, ...judged }] : [];
      }),
    ),
  );
}

function judge(measurement: Measurement): Pick<Judged, 'goal' | 'verdict'> | undefined {
  const { goal, value, unit, spread } = measurement;
  if (!goal) return undefined;
  const margin = spread && TIMED.includes(unit) ? TIMING_MARGIN : 0;
  const [word, target, met, nearly] =
    'atMost' in goal
      ? (['at most', goal.atMost, value <= goal.atMost, value <= goal.atMost * (1 + margin)] as const)
      : (['at least', goal.atLeast, value >= goal.atLeast, value >= goal.atLeast * (1 - margin)] as const);
  return {
    goal: `${word} ${formatValue(target, unit)}`,
    verdict: met ? 'met' : nearly ? 'within the margin' : 'missed',
  };
}

/** One line a goal, those that were missed last: nearest to the prompt. */
export function goalLines(judged: readonly Judged[]): readonly string[] {
  const order = ['met', 'within the margin', 'missed'];
  return judged
    .toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))
    .map(({ suite, measurement, goal, verdict }) => {
      const { what, of, value, unit } = measurement;
      const spread = formatSpread(measurement);
      const figure = `${formatValue(value, unit)}${spread && ` (${spread})`}`;
      return `${verdict.padEnd(17)}  ${suite}: ${what}, ${formatOf(of)}: ${figure}, wanted ${goal}`;
    });
}
