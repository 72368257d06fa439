import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What the built-in model costs a process. */
export interface ProcessFigures {
  /** An empty Node process, from start to end, milliseconds, median. */
  readonly empty_node_ms: number;
  /** A process that embeds one text by the built package, the same. */
  readonly first_embedding_ms: number;
  /** The second over the first, in pairs of neighbouring runs, median. */
  readonly start_ratio: number;
  /** What the heap holds after the first 100,000 of a million texts, and after the last, MB. */
  readonly heap_mb: { readonly first: number; readonly last: number };
}

const RUNS = 31;
const FIRST_EMBEDDING = fileURLToPath(new URL('./first-embedding.mjs', import.meta.url));
const A_MILLION = fileURLToPath(new URL('./embed-a-million.mjs', import.meta.url));

/** Needs the packages built: a user starts those. */
export function measureProcess(): ProcessFigures {
  const empty: number[] = [];
  const first: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    empty.push(timeToRun(['--eval', '']));
    first.push(timeToRun([FIRST_EMBEDDING]));
  }
  const held = execFileSync(process.execPath, ['--expose-gc', A_MILLION], {
    encoding: 'utf8',
  });
  const heap = JSON.parse(held) as readonly number[];
  return {
    empty_node_ms: median(empty),
    first_embedding_ms: median(first),
    start_ratio: median(first.map((time, run) => time / (empty[run] as number))),
    heap_mb: { first: heap[0] as number, last: heap.at(-1) as number },
  };
}

function timeToRun(args: readonly string[]): number {
  const started = performance.now();
  execFileSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}
