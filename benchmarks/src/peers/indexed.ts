import type { Section } from '../bench/measurement.ts';
import { Approximate } from './approximate.ts';
import { ClassFigures, DURABLE, IN_PROCESS } from './classes.ts';
import { lanceFlat, lanceHnswSq, lanceIvfPq } from './lancedb.ts';
import { langchainMemory } from './langchain.ts';
import { type OurPeer, ourMemory } from './our-memory.ts';
import { ourSqlite } from './our-sqlite.ts';
import type { PeerSource } from './peer.ts';
import { forEachSize, type PeersRun } from './peers-run.ts';
import { sqliteVec } from './sqlite-vec.ts';
import type { Stage } from './stage.ts';
import { Truth } from './truth.ts';
import { usearchGraph, usearchTuned } from './usearch.ts';

/** LangChain takes a third of a second for a query of so many. */
const MANY = 50_000;
const QUERIES_OF_MANY = 55;

/** Approximate search, and the stores as they are by themselves: what takes long to load is loaded once for all of it. */
export async function indexedSections(run: PeersRun): Promise<readonly Section[]> {
  const approximate = new Approximate();
  const durable = new ClassFigures(DURABLE);
  const inProcess = new ClassFigures(IN_PROCESS);
  const secondsOf = (size: number): number => 15 + size / 400;
  await forEachSize(run, 'indexes', secondsOf, async (stage) => {
    const { queries } = run.material;
    const truth = await Truth.of(stage.records);
    const memory = await stage.load(ourMemory('memory'));
    const sqlite = await stage.load(ourSqlite('SQLite'));
    const ours = {
      memory: await throughGraph(stage, memory, ourMemory('memory, HNSW', 1)),
      SQLite: await throughGraph(stage, sqlite, ourSqlite('SQLite, HNSW', 1)),
    };
    const graph = await stage.load(usearchGraph);
    const tuned = graph && (await stage.load(usearchTuned(graph)));
    const [ivfPq, hnswSq] = [await stage.load(lanceIvfPq), await stage.load(lanceHnswSq)];
    await approximate.measure(run, stage, ours, [graph, tuned, ivfPq, hnswSq], truth);

    const [vec, flat] = [await stage.load(sqliteVec), await stage.load(lanceFlat)];
    await durable.measure(
      run,
      stage,
      [sqlite, vec, flat, ivfPq, hnswSq],
      [
        [sqlite, vec],
        [sqlite, flat],
      ],
      queries,
      truth,
    );

    // Last: memory goes on with its graph once the event loop turns, which would fall on others.
    const langchain = await stage.load(langchainMemory);
    const stores = [memory, graph, langchain];
    const asked = stage.records.length < MANY ? queries : queries.slice(0, QUERIES_OF_MANY);
    await inProcess.measure(run, stage, stores, [stores], asked, truth);
  });
  return [approximate.section(), inProcess.section(), durable.section()];
}

/** The store itself where it searches through a graph by itself, else another that is told to. */
async function throughGraph(
  stage: Stage,
  own: OurPeer | undefined,
  told: PeerSource<OurPeer>,
): Promise<OurPeer | undefined> {
  return (await own?.goesThroughGraph()) ? own : stage.load(told);
}
