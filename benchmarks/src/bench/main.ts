// The benchmarks: measures, writes a result and a report, compares, checks. `npm run bench -- --help` says how.
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';
import { createRouter } from '@qis/mcp-server';
import { describeMachine, resultText } from '../recorded-result.ts';
import { FlagError, type Flags, readFlags, USAGE } from './flags.ts';
import { Progress } from './progress.ts';
import { type BenchResult, readResult } from './result.ts';
import { runSuites } from './run-suites.ts';
import { SUITE_NAMES } from './suite.ts';
import { readTextSource, type TextSource } from './text-source.ts';
import { readVersions } from './versions.ts';
import { checkOf, reportOf, summaryOf, writeReport } from './write-report.ts';

const FAILED = 1;
const NOT_MEANT = 2;
const STOPPED = 130;
/** A URL that names another collection is refused: suites make their own. */
const NOBODYS = 'qis_bench';

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof FlagError)) throw error;
  console.error(`${error.message}. npm run bench -- --help says what there is.`);
  return NOT_MEANT;
});

async function main(args: readonly string[]): Promise<number> {
  const flags = readFlags(args);
  if (flags.help) {
    console.log(USAGE);
    return 0;
  }
  const other = flags.compare === undefined ? undefined : read(flags.compare);
  const result = flags.results === undefined ? await measure(flags) : read(flags.results).result;
  const report = reportOf(result, other);
  console.log(summaryOf(report));
  if (flags.results === undefined || flags.out !== undefined)
    console.log(`\nWritten: ${(await writeReport(report, flags.out ?? nameOf(result))).join(', ')}`);
  const check = checkOf(report);
  if (flags.check) console.log(`\n${check.text}`);
  if (result.interrupted) return STOPPED;
  const failed = result.suites.some(({ error }) => error !== undefined);
  return failed || (flags.check && !check.passed) ? FAILED : 0;
}

async function measure({ suites, full, seed, transport, data }: Flags): Promise<BenchResult> {
  const text = readText(data);
  if (transport !== undefined) await assertTransport(transport);
  const started = new Date().toISOString();
  const machine = describeMachine(loadavg()[0] as number);
  const progress = new Progress(suites, full, process.stderr);
  const signal = stopOnSignals();
  const folder = mkdtempSync(join(tmpdir(), 'qis-bench-'));
  try {
    const ran = await runSuites({
      suites,
      full,
      seed,
      text,
      folder,
      signal,
      ...(transport !== undefined && { transport }),
      show: (...state) => progress.show(...state),
    });
    progress.clear();
    const result: BenchResult = {
      started,
      ended: new Date().toISOString(),
      ...(signal.aborted && { interrupted: true }),
      options: {
        suites,
        full,
        seed,
        data: text.name,
        ...(transport !== undefined && { transport: placeOf(transport) }),
      },
      machine,
      versions: await readVersions(),
      suites: ran,
    };
    // As a file holds it: what is compared has been rounded alike.
    return JSON.parse(resultText(result)) as BenchResult;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A run that is not whole does not take the place of one that is. */
function nameOf({ options: { full, suites }, interrupted }: BenchResult): string {
  return full && suites.length === SUITE_NAMES.length && !interrupted ? 'bench' : 'bench-quick';
}

function read(path: string): { readonly path: string; readonly result: BenchResult } {
  try {
    return { path, result: readResult(path) };
  } catch (error) {
    throw new FlagError((error as Error).message.replace(/\.$/, ''));
  }
}

function readText(path: string | undefined): TextSource {
  try {
    const text = readTextSource(path);
    return isAbsolute(text.name) ? { ...text, name: basename(text.name) } : text;
  } catch (error) {
    throw new FlagError(`--data cannot be read: ${(error as Error).message.replace(/\.$/, '')}`);
  }
}

/** A result says which server, and no path of a machine. */
function placeOf(url: string): string {
  return url.startsWith('sqlite:') ? 'sqlite:' : url;
}

/** A URL that is wrong, or that holds a secret, is refused before anything runs, and stands in no result. */
async function assertTransport(url: string): Promise<void> {
  try {
    await (await createRouter({ transport: url, collection: NOBODYS, embedder: 'static' })).close();
  } catch (error) {
    throw new FlagError(`--transport: ${(error as Error).message.replace(/\.$/, '')}`);
  }
}

/** The first asks for an end; a second one takes it, whatever is left behind. */
function stopOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(STOPPED);
      process.stderr.write('\nStopping: what is whole is kept. Once more to leave at once.\n');
      controller.abort();
    });
  }
  return controller.signal;
}
