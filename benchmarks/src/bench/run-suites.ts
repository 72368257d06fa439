import type { Section } from './measurement.ts';
import type { SuiteResult } from './result.ts';
import type { RunOptions, Suite, SuiteName } from './suite.ts';

/** Everything of {@link RunOptions} but how the progress of one suite is shown. */
export interface RunPlan extends Omit<RunOptions, 'progress'> {
  readonly suites: readonly SuiteName[];
  readonly show: (suite: SuiteName, share: number, what: string) => void;
}

type LoadSuite = (name: SuiteName) => Promise<Suite>;

/** One suite after the other. One that fails keeps what it has and does not keep the others from running. */
export async function runSuites(
  { suites, show, ...options }: RunPlan,
  load: LoadSuite = loadSuite,
): Promise<readonly SuiteResult[]> {
  const results: SuiteResult[] = [];
  for (const name of suites) {
    if (options.signal.aborted) break;
    show(name, 0, 'begins');
    results.push(
      await runSuite(name, { ...options, progress: (share, what) => show(name, share, what) }, load),
    );
  }
  return results;
}

/** A suite, and what it needs, is loaded when it runs. */
async function loadSuite(name: SuiteName): Promise<Suite> {
  const module = (await import(`../${name}/suite.ts`)) as Readonly<Record<string, Suite | undefined>>;
  const suite = module[`${name}Suite`];
  if (!suite) throw new Error(`${name}/suite.ts exports no ${name}Suite.`);
  return suite;
}

async function runSuite(name: SuiteName, options: RunOptions, load: LoadSuite): Promise<SuiteResult> {
  const began = performance.now();
  const sections: Section[] = [];
  let about = '';
  let error: string | undefined;
  try {
    const suite = await load(name);
    about = suite.about;
    for await (const section of suite.run(options)) sections.push(section);
  } catch (cause) {
    if (!options.signal.aborted) error = cause instanceof Error ? cause.message : String(cause);
  }
  return {
    name,
    about,
    seconds: (performance.now() - began) / 1_000,
    sections,
    ...(error !== undefined && { error }),
    ...(options.signal.aborted && { interrupted: true }),
  };
}
