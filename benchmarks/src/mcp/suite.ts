import type { Section } from '../bench/measurement.ts';
import type { RunOptions, Suite } from '../bench/suite.ts';
import { buildWhenStale } from './build.ts';
import { bareServer, type Contestant, memoryServer, type Place, qisServer } from './contestants.ts';
import { measureOneStore } from './one-store.ts';
import { outcomesOf } from './outcomes.ts';
import { type Held, residentSection } from './resident.ts';
import { type Contest, measureStartUp } from './start-up.ts';
import { countAnswers } from './tokens.ts';
import { measureCalls } from './tool-calls.ts';

/** How much of it there is. */
export interface Extent {
  /** In each place before anything is measured. */
  readonly packets: number;
  readonly starts: number;
  readonly rounds: number;
  /** Of each kind in a round. */
  readonly calls: number;
  readonly crowds: number;
  /** So many in a crowd. */
  readonly processes: number;
  /** Of each process of a crowd. */
  readonly turns: number;
}

const QUICK: Extent = { packets: 1_000, starts: 9, rounds: 5, calls: 30, crowds: 2, processes: 8, turns: 20 };
const FULL: Extent = {
  packets: 1_000,
  starts: 41,
  rounds: 10,
  calls: 100,
  crowds: 5,
  processes: 8,
  turns: 60,
};
/** Asked and deposited beside what is stored. */
const ASKED = 400;

export const mcpSuite: Suite = {
  name: 'mcp',
  about:
    'What does the MCP server cost a host, beside the reference memory server and a bare server of the SDK?',
  run: (options) => measureServers(options, options.full ? FULL : QUICK),
};

/** The suite at any extent. */
export async function* measureServers(options: RunOptions, extent: Extent): AsyncGenerator<Section> {
  const { folder, signal, progress, seed, transport } = options;
  if (transport?.startsWith('memory:')) {
    yield nothingShared();
    return;
  }
  progress(0, 'building the server, where it was changed');
  await buildWhenStale(signal);
  const all = outcomesOf(options.text, extent.packets + ASKED, seed);
  const stored = all.slice(0, extent.packets);
  const contestants = [qisServer(folder, transport), memoryServer(folder), bareServer()];
  const places = new Map<Contestant, Place>();
  for (const contestant of contestants) places.set(contestant, await contestant.fill(stored));
  const contest: Contest = {
    contestants,
    places,
    outcomes: all.slice(extent.packets),
    packets: extent.packets,
    signal,
  };
  const part = (from: number, to: number, what: string) => (share: number) => {
    signal.throwIfAborted();
    progress(from + share * (to - from), what);
  };

  yield await measureStartUp(contest, extent.starts, part(0.02, 0.4, 'starting servers'));
  yield await countAnswers(contest);
  const calls = await measureCalls(contest, extent, part(0.42, 0.65, 'calling tools'));
  yield calls.section;
  const keeping = { ...contest, contestants: contestants.slice(0, 2) };
  const crowd = { rounds: extent.crowds, processes: extent.processes, turns: extent.turns, stored };
  const crowds = await measureOneStore(keeping, crowd, part(0.65, 1, 'many processes over one store'));
  yield crowds.section;
  const held: Held = [
    ...[...calls.resident].map(([{ name: server }, bytes]) => ({
      server,
      processes: 1,
      bytes: bytes.map((each) => [each]),
    })),
    ...[...crowds.resident].map(([{ name: server }, bytes]) => ({
      server,
      processes: extent.processes,
      bytes,
    })),
  ];
  yield residentSection(held, extent.packets);
}

function nothingShared(): Section {
  return {
    id: 'one-store',
    title: 'Many processes over one store',
    about: 'Not measured.',
    measurements: [],
    findings: [],
    plots: [],
    leftOut: ['memory: it is in one process alone, and what others have deposited is not in it'],
  };
}
