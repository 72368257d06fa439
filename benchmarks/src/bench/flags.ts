import { parseArgs } from 'node:util';
import { SUITE_NAMES, type SuiteName } from './suite.ts';

/** What was asked for on the command line. */
export interface Flags {
  readonly suites: readonly SuiteName[];
  readonly full: boolean;
  readonly seed: number;
  readonly transport?: string;
  readonly data?: string;
  /** Name of the result files. */
  readonly out?: string;
  /** A result to compare with. */
  readonly compare?: string;
  readonly check: boolean;
  /** A recorded result to look at instead of measuring. */
  readonly results?: string;
  readonly help: boolean;
}

/** Said for a command line that cannot be meant. */
export class FlagError extends Error {}

const NAME = /^[\w-]+$/;
/** Suites that can run on one store of the user's own. */
const ON_A_STORE: readonly SuiteName[] = ['latency', 'fleet'];

export const USAGE: string = `npm run bench -- [SUITE…] [FLAGS]
  SUITE               ${SUITE_NAMES.join(', ')}; default all
  --full              takes the time it needs, half an hour and more for all suites; default a few minutes
  --seed N            draws other text, other fleets; default 1
  --transport URL     latency and fleet alone, on a store of your own, in a collection that they make and empty again
  --data FILE         text of your own: lines, or JSON lines {"text": …, "label": …}
  --out NAME          results/NAME.json, .md and .html; default bench for a full run of all suites, else bench-quick
  --compare OLD.json  what changed since another result, beyond noise
  --check             compares the figures with the goals of the project; exit 1 where one is missed
  --results FILE      renders, compares and checks a recorded result; measures nothing
  --help`;

/** @throws FlagError that says what is wrong with them. */
export function readFlags(args: readonly string[]): Flags {
  const { values, positionals } = parse(args);
  const unknown = positionals.find((name) => !isSuite(name));
  if (unknown !== undefined)
    throw new FlagError(`no suite is called ${unknown}. There are: ${SUITE_NAMES.join(', ')}`);
  const { seed, out, transport, data, results, full = false, check = false, help = false } = values;
  const number = Number(seed);
  if (seed === '' || !Number.isSafeInteger(number) || number < 0)
    throw new FlagError('--seed wants a whole number, 0 or more');
  if (out !== undefined && !NAME.test(out))
    throw new FlagError('--out wants a name of letters, digits, "_" and "-": no folder, no ending');
  const measuring = full || data !== undefined || transport !== undefined || positionals.length > 0;
  if (results !== undefined && measuring)
    throw new FlagError('--results measures nothing: leave out the suites, --full, --data and --transport');
  const { compare } = values;
  return {
    suites: suitesOf(positionals.filter(isSuite), transport),
    full,
    seed: number,
    check,
    help,
    ...(transport !== undefined && { transport }),
    ...(data !== undefined && { data }),
    ...(out !== undefined && { out }),
    ...(compare !== undefined && { compare }),
    ...(results !== undefined && { results }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        full: { type: 'boolean' },
        seed: { type: 'string', default: '1' },
        transport: { type: 'string' },
        data: { type: 'string' },
        out: { type: 'string' },
        compare: { type: 'string' },
        check: { type: 'boolean' },
        results: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new FlagError(error instanceof Error ? error.message : String(error));
  }
}

function suitesOf(named: readonly SuiteName[], transport: string | undefined): readonly SuiteName[] {
  if (transport === undefined) return named.length === 0 ? SUITE_NAMES : inOrder(named);
  const other = named.find((name) => !ON_A_STORE.includes(name));
  if (other !== undefined)
    throw new FlagError(
      `${other} does not run on a store of your own: --transport is for ${ON_A_STORE.join(' and ')}`,
    );
  return named.length === 0 ? ON_A_STORE : inOrder(named);
}

function inOrder(named: readonly SuiteName[]): readonly SuiteName[] {
  return SUITE_NAMES.filter((name) => named.includes(name));
}

function isSuite(name: string): name is SuiteName {
  return SUITE_NAMES.some((each) => each === name);
}
